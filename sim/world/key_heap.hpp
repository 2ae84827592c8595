// KeyHeap: a 4-ary implicit heap of 128-bit keys; the smallest is at the top. No equal keys.
//
// Four siblings share one cache line, and the smallest of them is found by arithmetic instead of
// branches, which nothing could predict.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/world/digest.hpp"

namespace curia::sim {

class KeyHeap {
 public:
  KeyHeap() { grow(); }

  bool empty() const { return end_ == root; }
  std::size_t size() const { return end_ - root; }
  Wide top() const { return keys()[root]; }

  void push(Wide key) {
    if (end_ / 4 + 1 >= lines_.size()) grow();
    rise(end_++, key);
  }

  void pop() {
    const Wide key = keys()[--end_];
    keys()[end_] = last_of_all;
    if (end_ > root) sink(key);
  }

  // Empties the heap into `keys`, in no order.
  void move_to(std::vector<Wide>& out) {
    out.insert(out.end(), keys() + root, keys() + end_);
    for (std::size_t i = root; i < end_; ++i) keys()[i] = last_of_all;
    end_ = root;
  }

 private:
  struct alignas(64) Line {
    Wide keys[4];
  };
  static constexpr Wide last_of_all = ~static_cast<Wide>(0);
  static constexpr std::size_t root = 3;  // so that the children of any node fill one line

  static std::size_t first_child(std::size_t i) { return 4 * (i - root) + 4; }
  static std::size_t parent(std::size_t i) { return (i - 4) / 4 + root; }
  Wide* keys() { return lines_.data()->keys; }
  const Wide* keys() const { return lines_.data()->keys; }

  void rise(std::size_t i, Wide key) {
    Wide* const k = keys();
    while (i > root && key < k[parent(i)]) {
      k[i] = k[parent(i)];
      i = parent(i);
    }
    k[i] = key;
  }

  // From the root to a leaf along the smallest children, then up again: a key from the end
  // mostly belongs near the leaves, so comparing it on the way down would be wasted.
  void sink(Wide key) {
    Wide* const k = keys();
    std::size_t i = root;
    for (std::size_t child = first_child(i); child < end_; child = first_child(i)) {
      const std::size_t left = child + static_cast<std::size_t>(k[child + 1] < k[child]);
      const std::size_t right = child + 2 + static_cast<std::size_t>(k[child + 3] < k[child + 2]);
      const std::size_t second = 0 - static_cast<std::size_t>(k[right] < k[left]);
      const std::size_t least = left ^ ((left ^ right) & second);
      k[i] = k[least];
      i = least;
    }
    rise(i, key);
  }

  void grow() {
    Line empty;
    for (Wide& key : empty.keys) key = last_of_all;
    lines_.resize(lines_.empty() ? 16 : lines_.size() * 2, empty);
  }

  std::vector<Line> lines_;
  std::size_t end_ = root;  // one past the last key; every key from here on is last_of_all
};

}  // namespace curia::sim
