// ZoneBook: the time zones that somebody asked for, by their names of the IANA database.
//
// 1. Files come through the port Files, whose root is a zoneinfo folder: the system's
//    (/usr/share/zoneinfo) in production, pinned tables in simulation.
// 2. A zone is read once and shared; one that a series holds stays as it is. forget() makes the
//    next reader see a new edition of the tables.
//
//   zones::ZoneBook book(files);
//   auto zone = book.find("Europe/Paris");
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "model/env/files.hpp"
#include "model/schedule/zone.hpp"

namespace curia::zones {

using ZonePointer = std::shared_ptr<const schedule::Zone>;

class ZoneBook {
 public:
  explicit ZoneBook(Files& files) : files_(files) {}

  // "UTC" needs no file. Errors: invalid_value (not the name of a zone), not_found, limit_reached
  // (zones_kept), and those of Zone::parse and Files::read; the parameter is the name.
  Result<ZonePointer> find(std::string_view name);
  void forget() { known_.clear(); }

 private:
  Files& files_;
  std::map<std::string, ZonePointer, std::less<>> known_;
};

}  // namespace curia::zones
