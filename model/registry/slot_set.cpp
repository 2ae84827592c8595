#include "model/registry/slot_set.hpp"

#include <algorithm>
#include <utility>

namespace curia {
namespace {

constexpr std::uint64_t bit_of(std::uint16_t low) { return std::uint64_t{1} << (low & 63); }

}  // namespace

SlotSet::Chunk::Chunk(const Chunk& other)
    : high(other.high),
      count(other.count),
      sparse(other.sparse),
      dense(other.dense ? std::make_unique<Bits>(*other.dense) : nullptr) {}

bool SlotSet::Chunk::contains(std::uint16_t low) const {
  if (dense) return ((*dense)[low >> 6] & bit_of(low)) != 0;
  return std::ranges::binary_search(sparse, low);
}

bool SlotSet::Chunk::insert(std::uint16_t low) {
  if (dense) {
    std::uint64_t& word = (*dense)[low >> 6];
    if ((word & bit_of(low)) != 0) return false;
    word |= bit_of(low);
  } else if (sparse.empty() || sparse.back() < low) {
    sparse.push_back(low);  // by far the most frequent: slots grow
  } else {
    const auto at = std::ranges::lower_bound(sparse, low);
    if (*at == low) return false;
    sparse.insert(at, low);
  }
  if (++count > dense_above && !dense) make_dense();
  return true;
}

bool SlotSet::Chunk::erase(std::uint16_t low) {
  if (dense) {
    std::uint64_t& word = (*dense)[low >> 6];
    if ((word & bit_of(low)) == 0) return false;
    word &= ~bit_of(low);
    // Half of the limit, so that a set around the limit does not change form all the time.
    if (--count <= dense_above / 2) make_sparse();
    return true;
  }
  const auto at = std::ranges::lower_bound(sparse, low);
  if (at == sparse.end() || *at != low) return false;
  sparse.erase(at);
  --count;
  return true;
}

void SlotSet::Chunk::make_dense() {
  dense = std::make_unique<Bits>();
  for (std::uint16_t low : sparse) (*dense)[low >> 6] |= bit_of(low);
  sparse = {};
}

void SlotSet::Chunk::make_sparse() {
  sparse.reserve(count);
  for (std::size_t w = 0; w < words; ++w)
    for (std::uint64_t word = (*dense)[w]; word != 0; word &= word - 1)
      sparse.push_back(static_cast<std::uint16_t>(w << 6 | __builtin_ctzll(word)));
  dense.reset();
}

SlotSet::Chunk* SlotSet::find(std::uint16_t high) {
  return const_cast<Chunk*>(std::as_const(*this).find(high));
}

const SlotSet::Chunk* SlotSet::find(std::uint16_t high) const {
  if (chunks_.empty()) return nullptr;
  if (chunks_.back().high == high) return &chunks_.back();
  const auto at = std::ranges::lower_bound(chunks_, high, {}, &Chunk::high);
  return at == chunks_.end() || at->high != high ? nullptr : &*at;
}

bool SlotSet::insert(std::uint32_t slot) {
  const auto high = static_cast<std::uint16_t>(slot >> 16);
  Chunk* chunk = find(high);
  if (chunk == nullptr) {
    const auto at = std::ranges::lower_bound(chunks_, high, {}, &Chunk::high);
    chunk = &*chunks_.emplace(at);
    chunk->high = high;
  }
  if (!chunk->insert(static_cast<std::uint16_t>(slot))) return false;
  ++size_;
  return true;
}

bool SlotSet::erase(std::uint32_t slot) {
  Chunk* chunk = find(static_cast<std::uint16_t>(slot >> 16));
  if (chunk == nullptr || !chunk->erase(static_cast<std::uint16_t>(slot))) return false;
  --size_;
  if (chunk->count == 0) chunks_.erase(chunks_.begin() + (chunk - chunks_.data()));
  return true;
}

bool SlotSet::contains(std::uint32_t slot) const {
  const Chunk* chunk = find(static_cast<std::uint16_t>(slot >> 16));
  return chunk != nullptr && chunk->contains(static_cast<std::uint16_t>(slot));
}

std::optional<std::uint32_t> SlotSet::nth(std::size_t rank) const {
  std::optional<std::uint32_t> found;
  visit_from(rank, [&](std::uint32_t slot) {
    found = slot;
    return false;
  });
  return found;
}

SlotSet::Chunk SlotSet::intersect(const Chunk& a, const Chunk& b) {
  Chunk both;
  both.high = a.high;
  if (a.dense && b.dense) {
    both.dense = std::make_unique<Bits>();
    for (std::size_t w = 0; w < words; ++w) {
      const std::uint64_t word = (*a.dense)[w] & (*b.dense)[w];
      (*both.dense)[w] = word;
      both.count += static_cast<std::uint32_t>(__builtin_popcountll(word));
    }
    if (both.count <= dense_above) both.make_sparse();
    return both;
  }
  const Chunk& few = a.dense ? b : (b.dense || a.count <= b.count ? a : b);
  const Chunk& many = &few == &a ? b : a;
  for (std::uint16_t low : few.sparse)
    if (many.contains(low)) both.sparse.push_back(low);
  both.count = static_cast<std::uint32_t>(both.sparse.size());
  return both;
}

SlotSet intersection(const SlotSet& a, const SlotSet& b) {
  SlotSet both;
  for (const SlotSet::Chunk& chunk : a.chunks_) {
    const SlotSet::Chunk* other = b.find(chunk.high);
    if (other == nullptr) continue;
    SlotSet::Chunk common = SlotSet::intersect(chunk, *other);
    if (common.count == 0) continue;
    both.size_ += common.count;
    both.chunks_.push_back(std::move(common));
  }
  return both;
}

void SlotSet::Chunk::add_all(const Chunk& other) {
  if (!other.dense) {
    for (std::uint16_t low : other.sparse) insert(low);
    return;
  }
  if (!dense) make_dense();
  count = 0;
  for (std::size_t w = 0; w < words; ++w) {
    (*dense)[w] |= (*other.dense)[w];
    count += static_cast<std::uint32_t>(__builtin_popcountll((*dense)[w]));
  }
}

void SlotSet::add_all(const SlotSet& other) {
  for (const Chunk& from : other.chunks_) {
    const auto at = std::ranges::lower_bound(chunks_, from.high, {}, &Chunk::high);
    if (at == chunks_.end() || at->high != from.high) {
      chunks_.insert(at, from);
      size_ += from.count;
      continue;
    }
    const std::uint32_t before = at->count;
    at->add_all(from);
    size_ += at->count - before;
  }
}

}  // namespace curia
