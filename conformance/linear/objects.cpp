#include "conformance/linear/objects.hpp"

#include <algorithm>
#include <sstream>

namespace curia::linear {
namespace {

using State = std::optional<std::string>;

Operation operation(std::int64_t begun, std::int64_t ended, std::string told,
                    std::function<State(const std::string&)> apply) {
  return {begun, ended, false, std::move(told), std::move(apply)};
}

std::vector<std::string> ids_of(const std::string& state) {
  std::vector<std::string> out;
  std::istringstream in(state);
  for (std::string id; std::getline(in, id, ',');) out.push_back(id);
  return out;
}

}  // namespace

Operation register_read(std::int64_t begun, std::int64_t ended, const std::string& value) {
  return operation(begun, ended, "read " + value, [value](const std::string& state) {
    return state == value ? State(state) : std::nullopt;
  });
}

Operation register_write(std::int64_t begun, std::int64_t ended, const std::string& value) {
  return operation(begun, ended, "write " + value, [value](const std::string& state) {
    return state == gone ? std::nullopt : State(value);
  });
}

Operation register_erase(std::int64_t begun, std::int64_t ended, bool happened) {
  return operation(begun, ended, happened ? "delete" : "delete: it was gone",
                   [happened](const std::string& state) {
                     return (state != gone) == happened ? State(gone) : std::nullopt;
                   });
}

Operation refused_write(std::int64_t begun, std::int64_t ended) {
  return operation(begun, ended, "refused write", [](const std::string& state) {
    return state == gone ? std::nullopt : State(state);
  });
}

Operation missed_write(std::int64_t begun, std::int64_t ended) {
  return operation(begun, ended, "write: it was gone", [](const std::string& state) {
    return state == gone ? State(state) : std::nullopt;
  });
}

Operation list_add(std::int64_t begun, std::int64_t ended, const std::string& id) {
  return operation(begun, ended, "add " + id,
                   [id](const std::string& state) { return State(state + id + ","); });
}

Operation list_remove(std::int64_t begun, std::int64_t ended, const std::string& id,
                      bool happened) {
  return operation(begun, ended, (happened ? "remove " : "remove, it was gone: ") + id,
                   [id, happened](const std::string& state) -> State {
                     const auto at = state.find(id + ",");
                     if ((at != std::string::npos) != happened) return std::nullopt;
                     if (!happened) return state;
                     return state.substr(0, at) + state.substr(at + id.size() + 1);
                   });
}

Operation list_page(std::int64_t begun, std::int64_t ended, std::size_t offset, std::size_t limit,
                    std::size_t total, const std::vector<std::string>& ids) {
  std::string told = "page from " + std::to_string(offset) + ", total " + std::to_string(total);
  for (const auto& id : ids) told += " " + id;
  return operation(
      begun, ended, told, [offset, limit, total, ids](const std::string& state) -> State {
        const auto all = ids_of(state);
        const auto first = std::min(offset, all.size());
        const auto last = std::min(first + limit, all.size());
        const bool is_this =
            std::ranges::equal(ids, std::vector(all.begin() + static_cast<std::ptrdiff_t>(first),
                                                all.begin() + static_cast<std::ptrdiff_t>(last)));
        return total == all.size() && is_this ? State(state) : std::nullopt;
      });
}

}  // namespace curia::linear
