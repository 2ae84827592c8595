#include "impl/service/mmp/configuration_book.hpp"

#include "impl/wire/configuration_json.hpp"

namespace curia::mmp {

Result<> ConfigurationBook::load() {
  const auto text = files_.read(std::string(admin::configuration_file));
  if (!text && (text.error().code == Errc::not_found || text.error().code == Errc::unavailable))
    return {};
  if (!text) return fail(text.error());
  auto read = read_configuration(*text);
  if (!read) return fail(read.error());
  current_ = *std::move(read);
  return {};
}

Result<> ConfigurationBook::change(const std::function<void(admin::Configuration&)>& edit) {
  admin::Configuration next = current_;
  edit(next);
  if (next == current_) return {};
  if (auto written =
          files_.replace(std::string(admin::configuration_file), write_configuration(next));
      !written)
    return written;
  current_ = std::move(next);
  for (const auto& changed : observers_) changed();
  return {};
}

}  // namespace curia::mmp
