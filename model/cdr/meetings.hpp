// Meetings: what somebody knows of the meetings who has nothing but their records.
//
// 1. take() says what is wrong with a record after those before it: a leg that starts twice or
//    ends without a start, a call whose numbers are not those of its legs. It is taken all the
//    same.
// 2. endings() are the records that close everything that is open, legs before their calls: what a
//    server that was killed tells of the meetings it lost.
// 3. decode(encode(m)) == m.
//
//   Meetings meetings;
//   for (const Record& record : records) complaint = meetings.take(record);
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/cdr/record.hpp"

namespace curia::cdr {

struct OpenMeeting {
  WallTime started{};
  std::uint64_t inside = 0;  // legs that are in it
  std::uint64_t left = 0;    // legs that ended or were moved away
  std::uint64_t most = 0;
  bool operator==(const OpenMeeting&) const = default;
};

struct OpenConnection {
  Guid call{};
  std::optional<WallTime> connected{};
  std::optional<WallTime> active_since{};
  Duration active{};
  std::string owner_id{}, sip_call_id{}, cdr_tag{};
  bool operator==(const OpenConnection&) const = default;
};

class Meetings {
 public:
  // A sentence; empty when all is well.
  std::string take(const Record& record);

  const std::map<Guid, OpenMeeting>& calls() const { return calls_; }
  const std::map<Guid, OpenConnection>& legs() const { return legs_; }
  // By recording or stream: the call.
  const std::map<Guid, Guid>& recordings() const { return recordings_; }
  const std::map<Guid, Guid>& streams() const { return streams_; }
  bool empty() const { return calls_.empty() && legs_.empty(); }

  std::vector<Record> endings(WallTime at, std::string_view reason) const;

  std::string encode() const;
  static Result<Meetings> decode(std::string_view bytes);
  bool operator==(const Meetings&) const = default;

 private:
  std::string take_call(const Record& record);
  std::string take_leg(const Record& record);
  std::string take_stream(const Record& record);
  std::string place(const Record& record, OpenConnection& leg);
  void leave(const Guid& call);
  void settle_activity(const Record& record, OpenConnection& leg);

  std::map<Guid, OpenMeeting> calls_;
  std::map<Guid, OpenConnection> legs_;
  std::map<Guid, Guid> recordings_, streams_;
};

}  // namespace curia::cdr
