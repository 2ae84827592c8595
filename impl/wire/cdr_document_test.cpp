#include "impl/wire/cdr_document.hpp"

#include <gtest/gtest.h>

namespace curia {
namespace {

Guid guid(std::uint8_t last) {
  Guid id;
  id.bytes[15] = last;
  return id;
}

TEST(CdrDocument, IsWhatReceiversParse) {
  const cdr::Record start{cdr::RecordType::call_leg_start,
                          guid(2),
                          WallTime(1'554'391'717s),
                          {{"displayName", "Ann & Bob"}, {"ivr"}}};
  const cdr::Record end{
      cdr::RecordType::call_leg_end,
      guid(2),
      WallTime(1'554'391'718s),
      {{"alarm", {}, {}, {{"type", "packetLoss"}}}, {"rxAudio", {}, {{"codec", "opus"}}}}};
  const CdrEntry entries[] = {
      {.record = &start, .record_index = 7, .correlator_index = 9, .missing = 3},
      {.record = &end, .record_index = 8, .correlator_index = 10}};
  EXPECT_EQ(cdr_document({.session = guid(1), .call_bridge = guid(3)}, entries),
            "<?xml version=\"1.0\"?><records session=\"00000000-0000-0000-0000-000000000001\" "
            "callBridge=\"00000000-0000-0000-0000-000000000003\">"
            "<record type=\"callLegStart\" time=\"2019-04-04T15:28:37Z\" recordIndex=\"7\" "
            "correlatorIndex=\"9\" numPreceedingRecordsMissing=\"3\">"
            "<callLeg id=\"00000000-0000-0000-0000-000000000002\">"
            "<displayName>Ann &amp; Bob</displayName><ivr></ivr></callLeg></record>"
            "<record type=\"callLegEnd\" time=\"2019-04-04T15:28:38Z\" recordIndex=\"8\" "
            "correlatorIndex=\"10\"><callLeg id=\"00000000-0000-0000-0000-000000000002\">"
            "<alarm type=\"packetLoss\"></alarm><rxAudio><codec>opus</codec></rxAudio></callLeg>"
            "</record></records>");
  EXPECT_EQ(cdr_document({.session = guid(1)}, {}),
            "<?xml version=\"1.0\"?>"
            "<records session=\"00000000-0000-0000-0000-000000000001\"></records>");
}

}  // namespace
}  // namespace curia
