#include "model/registry/text_index.hpp"

#include <algorithm>
#include <vector>

namespace curia {
namespace {

// Texts hold no zero byte (they are XML text), so zero can mark the end.
std::uint32_t run_at(std::string_view text, std::size_t at) {
  std::uint32_t key = 0;
  for (std::size_t i = 0; i < 3; ++i)
    key = key << 8 | (at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : 0u);
  return key;
}

}  // namespace

void TextIndex::add(std::uint32_t slot, std::string_view folded) {
  for (std::size_t at = 0; at < folded.size(); ++at) postings_[run_at(folded, at)].insert(slot);
}

void TextIndex::remove(std::uint32_t slot, std::string_view folded) {
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const auto posting = postings_.find(run_at(folded, at));
    if (posting == postings_.end()) continue;
    posting->second.erase(slot);
    if (posting->second.empty()) postings_.erase(posting);
  }
}

SlotSet TextIndex::starting_with(std::string_view prefix) const {
  const std::uint32_t low = run_at(prefix, 0);
  const std::uint32_t span = prefix.size() == 1 ? 0xffff : 0xff;
  // Runs over all keys: tens of thousands, and only for needles of one or two bytes.
  SlotSet all;
  for (const auto& [key, slots] : postings_)
    if (key >= low && key <= (low | span)) all.add_all(slots);
  return all;
}

SlotSet TextIndex::candidates(std::string_view needle) const {
  if (needle.size() < 3) return starting_with(needle);
  std::vector<const SlotSet*> sets;
  for (std::size_t at = 0; at + 3 <= needle.size(); ++at) {
    const auto posting = postings_.find(run_at(needle, at));
    if (posting == postings_.end()) return {};
    sets.push_back(&posting->second);
  }
  // Rarest first: every step works on what is left.
  std::ranges::sort(sets, {}, [](const SlotSet* set) { return set->size(); });
  SlotSet left = *sets.front();
  for (std::size_t i = 1; i < sets.size() && !left.empty(); ++i)
    left = intersection(left, *sets[i]);
  return left;
}

}  // namespace curia
