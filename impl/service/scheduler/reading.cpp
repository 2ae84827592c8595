#include "impl/service/scheduler/reading.hpp"

#include "impl/service/scheduler/times.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"
#include "model/schema/field.hpp"

namespace curia::scheduler {
namespace {

using schedule::Invitee;
using schedule::MeetingEdit;
using Kind = JsonValue::Kind;

// Reads members one after the other; the first that is wrong is kept.
class Members {
 public:
  explicit Members(const JsonValue& json, std::string prefix = {})
      : json_(json), prefix_(std::move(prefix)) {}

  const std::optional<Problem>& problem() const { return problem_; }

  void read(const char* name, std::optional<std::string>& target) {
    const JsonValue* value = find(name);
    if (value == nullptr) return;
    if (value->kind != Kind::string) return refuse_member(name, "is not a text");
    target = value->text;
  }
  void read(const char* name, std::optional<bool>& target) {
    const JsonValue* value = find(name);
    if (value == nullptr) return;
    if (value->kind == Kind::boolean || value->kind == Kind::string)
      if (const auto flag = parse_flag(value->text)) {
        target = *flag;
        return;
      }
    refuse_member(name, "is neither true nor false");
  }
  void read(const char* name, std::optional<Guid>& target) {
    const JsonValue* value = find(name);
    if (value == nullptr || (value->kind == Kind::string && value->text.empty())) return;
    const auto guid = parse_guid(value->text);
    if (value->kind != Kind::string || !guid || !*guid) return refuse_member(name, "is not a GUID");
    target = *guid;
  }
  void read(const char* name, std::optional<schedule::local_seconds>& target) {
    const JsonValue* value = find(name);
    if (value == nullptr) return;
    const auto time = value->kind == Kind::string
                          ? read_local(value->text)
                          : fail(Errc::invalid_value, "a time is written in quotes");
    if (!time) return refuse_member(name, "is wrong: " + time.error().message);
    target = *time;
  }
  void read(const char* name, std::optional<std::int64_t>& target) {
    const JsonValue* value = find(name);
    if (value == nullptr) return;
    const auto number = value->kind == Kind::number || value->kind == Kind::string
                            ? parse_decimal(value->text)
                            : std::nullopt;
    if (!number || *number > max_seconds)
      return refuse_member(name,
                           "is not a number of seconds from 0 to " + std::to_string(max_seconds));
    target = *number;
  }
  void read(const char* name, std::optional<std::vector<Invitee>>& target);
  void read(const char* name, std::vector<std::string>& target);

 private:
  static constexpr std::int64_t max_seconds = 2147483647;

  const JsonValue* find(const char* name) {
    if (problem_) return nullptr;
    const JsonValue* value = json_.find(name);
    return value == nullptr || value->is_null() ? nullptr : value;
  }
  void refuse_member(const char* name, const std::string& why) {
    problem_ = Problem{400, prefix_ + name + " " + why, prefix_ + name};
  }

  const JsonValue& json_;
  std::string prefix_;
  std::optional<Problem> problem_;
};

void Members::read(const char* name, std::optional<std::vector<Invitee>>& target) {
  const JsonValue* value = find(name);
  if (value == nullptr) return;
  if (value->kind != Kind::array) return refuse_member(name, "is not a list");
  target.emplace();
  for (const JsonValue& item : value->items) {
    const std::string where = prefix_ + name + "[" + std::to_string(target->size()) + "]";
    if (item.kind != Kind::object) {
      problem_ = Problem{400, where + " is not a participant", where};
      return;
    }
    std::optional<std::string> email, user;
    std::optional<Guid> method;
    Members members(item, where + ".");
    members.read("email", email);
    members.read("userName", user);
    members.read("accessMethod", method);
    problem_ = members.problem();
    if (problem_) return;
    target->push_back({email.value_or(""), user.value_or(""), method.value_or(Guid{})});
  }
}

// "array or strings": a text alone is a list of one.
void Members::read(const char* name, std::vector<std::string>& target) {
  const JsonValue* value = find(name);
  if (value == nullptr) return;
  if (value->kind == Kind::string) {
    target.push_back(value->text);
    return;
  }
  if (value->kind != Kind::array) return refuse_member(name, "is not a list of texts");
  for (const JsonValue& item : value->items) {
    if (item.kind != Kind::string) return refuse_member(name, "is not a list of texts");
    target.push_back(item.text);
  }
}

Answer<const JsonValue*> as_object(const JsonValue& json) {
  if (json.kind != Kind::object) return refuse(400, "the body is not a JSON object");
  return &json;
}

void read_common(Members& members, MeetingEdit& edit) {
  members.read("summary", edit.summary);
  members.read("isFullDayMeeting", edit.all_day);
  members.read("dtStart", edit.start);
  members.read("dtEnd", edit.end);
  members.read("timeZone", edit.zone);
  members.read("participants", edit.participants);
}

template <class T>
Answer<T> outcome(const Members& members, T value) {
  if (members.problem()) return std::unexpected(*members.problem());
  return value;
}

}  // namespace

Answer<JsonValue> read_body(std::string_view body) {
  if (trim_ascii_space(body).empty()) return JsonValue{Kind::object, {}, {}, {}};
  auto json = parse_json(body);
  if (!json) return refuse(400, "the body is not JSON: " + json.error().message);
  if (auto object = as_object(*json); !object) return std::unexpected(object.error());
  return *std::move(json);
}

Answer<MeetingEdit> read_meeting(const JsonValue& json) {
  MeetingEdit edit;
  Members members(json);
  members.read("coSpace", edit.co_space);
  members.read("organizerEmail", edit.organizer_email);
  members.read("organizerUserName", edit.organizer_user_name);
  members.read("organizerDisplayName", edit.organizer_display_name);
  members.read("isSchedulerSpaceOwner", edit.owns_space);
  members.read("rrule", edit.rrule);
  members.read("language", edit.language);
  read_common(members, edit);
  return outcome(members, std::move(edit));
}

Answer<MeetingEdit> read_recurrence(const JsonValue& json) {
  MeetingEdit edit;
  Members members(json);
  read_common(members, edit);
  members.read("isCancelled", edit.cancelled);
  return outcome(members, std::move(edit));
}

Answer<schedule::ParticipantsEdit> read_participants(const JsonValue& json) {
  schedule::ParticipantsEdit edit;
  std::optional<std::vector<Invitee>> added;
  Members members(json);
  members.read("newParticipants", added);
  members.read("deletedEmailParticipants", edit.deleted_emails);
  members.read("deletedUserParticipants", edit.deleted_users);
  if (added) edit.added = *std::move(added);
  return outcome(members, std::move(edit));
}

Answer<LoggingEdit> read_logging(const JsonValue& json) {
  LoggingEdit edit;
  Members members(json);
  members.read("webBridge", edit.web_bridge);
  members.read("api", edit.api);
  members.read("email", edit.email);
  return outcome(members, edit);
}

}  // namespace curia::scheduler
