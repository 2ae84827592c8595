// SlotSet: a set of 32-bit slots, small when sparse and quick when dense (the layout of Roaring
// bitmaps: chunks of 65,536 slots, each a sorted array or, above 4,096 members, a bitmap).
//
// 1. Members come out in ascending order.
// 2. size() costs nothing; nth() and the intersection cost the chunks, not the members.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace curia {

class SlotSet {
 public:
  bool insert(std::uint32_t slot);  // false when it was a member already
  bool erase(std::uint32_t slot);   // false when it was no member
  bool contains(std::uint32_t slot) const;
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // The member with `rank` members before it; nullopt when there are not so many.
  std::optional<std::uint32_t> nth(std::size_t rank) const;

  // Calls visit(slot) in order from the member of rank `first` on, until it returns false.
  template <class Visit>
  void visit_from(std::size_t first, Visit visit) const {
    for (const Chunk& chunk : chunks_) {
      if (first >= chunk.count) {
        first -= chunk.count;
        continue;
      }
      if (!visit_chunk(chunk, first, visit)) return;
      first = 0;
    }
  }

  friend SlotSet intersection(const SlotSet& a, const SlotSet& b);
  void add_all(const SlotSet& other);

 private:
  static constexpr std::size_t words = 1024;
  static constexpr std::size_t dense_above = 4096;
  using Bits = std::array<std::uint64_t, words>;

  struct Chunk {
    std::uint16_t high = 0;
    std::uint32_t count = 0;
    std::vector<std::uint16_t> sparse;  // ascending; empty when dense
    std::unique_ptr<Bits> dense;
    Chunk() = default;
    Chunk(Chunk&&) = default;
    Chunk& operator=(Chunk&&) = default;
    Chunk(const Chunk& other);
    Chunk& operator=(const Chunk& other) { return *this = Chunk(other); }
    bool contains(std::uint16_t low) const;
    bool insert(std::uint16_t low);
    bool erase(std::uint16_t low);
    void add_all(const Chunk& other);
    void make_dense();
    void make_sparse();
  };

  template <class Visit>
  static bool visit_chunk(const Chunk& chunk, std::size_t skip, Visit& visit) {
    const std::uint32_t base = std::uint32_t{chunk.high} << 16;
    if (!chunk.dense) {
      for (std::size_t i = skip; i < chunk.sparse.size(); ++i)
        if (!visit(base | chunk.sparse[i])) return false;
      return true;
    }
    for (std::size_t w = 0; w < words; ++w) {
      std::uint64_t word = (*chunk.dense)[w];
      const auto members = static_cast<std::size_t>(__builtin_popcountll(word));
      if (skip >= members) {
        skip -= members;
        continue;
      }
      for (; word != 0; word &= word - 1) {
        if (skip > 0) {
          --skip;
          continue;
        }
        const auto bit = static_cast<std::uint32_t>(__builtin_ctzll(word));
        if (!visit(base | static_cast<std::uint32_t>(w << 6) | bit)) return false;
      }
    }
    return true;
  }

  static Chunk intersect(const Chunk& a, const Chunk& b);
  Chunk* find(std::uint16_t high);
  const Chunk* find(std::uint16_t high) const;

  std::vector<Chunk> chunks_;  // ascending by high; none is empty
  std::size_t size_ = 0;
};

}  // namespace curia
