// Slab: objects by small numbers, with stable addresses and reuse.
//
// 1. take() gives the number of a free object, which keeps what it held (and its capacity).
// 2. Addresses stay valid as long as the slab, whatever is taken.
// 3. The number freed last is taken first: its memory is warm.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace curia::sim {

template <class T>
class Slab {
 public:
  std::uint32_t take() {
    if (free_.empty()) add_block();
    const std::uint32_t number = free_.back();
    free_.pop_back();
    return number;
  }
  void give(std::uint32_t number) { free_.push_back(number); }

  T& operator[](std::uint32_t number) { return blocks_[number / block][number % block]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(blocks_.size()) * block; }

 private:
  static constexpr std::uint32_t block = 256;

  void add_block() {
    const std::uint32_t first = size();
    blocks_.push_back(std::make_unique<T[]>(block));
    free_.reserve(first + block);
    for (std::uint32_t i = block; i > 0; --i) free_.push_back(first + i - 1);
  }

  std::vector<std::unique_ptr<T[]>> blocks_;
  std::vector<std::uint32_t> free_;
};

}  // namespace curia::sim
