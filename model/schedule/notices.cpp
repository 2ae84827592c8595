#include "model/schedule/notices.hpp"

#include <algorithm>

#include "model/base/reached.hpp"
#include "model/schedule/person_view.hpp"

namespace curia::schedule {
namespace {

// One message that one person needs.
struct Message {
  bool cancels = false;
  Guid access_method;
  std::vector<NoticeEvent> events;
};

// Collects the messages of all people; equal ones become one notice.
class Collector {
 public:
  // What is cancelled has its name and its times from `before`.
  Collector(const Meeting& meeting, const MeetingTime& before, std::uint32_t sequence)
      : meeting_(meeting), before_(before), sequence_(sequence) {}

  void add(const std::string& address, Message message) {
    for (Notice& notice : notices_) {
      if (notice.cancels != message.cancels || notice.events != message.events) continue;
      // A cancellation has no join information.
      if (!message.cancels && notice.access_method != message.access_method) continue;
      notice.to.push_back(address);
      return;
    }
    notices_.push_back({.cancels = message.cancels,
                        .sequence = sequence_,
                        .meeting = meeting_.id,
                        .co_space = meeting_.co_space,
                        .access_method = message.cancels ? Guid{} : message.access_method,
                        .language = meeting_.language,
                        .organizer = meeting_.organizer,
                        .series = message.cancels ? before_ : meeting_.time,
                        .events = std::move(message.events),
                        .to = {address}});
  }

  // Messages about the whole go before those about one recurrence, which they would undo.
  // A cancellation names those whom it concerns and nobody else (RFC 5546 section 3.2.5).
  std::vector<Notice> take() {
    for (Notice& notice : notices_)
      if (notice.cancels)
        for (NoticeEvent& event : notice.events) event.attendees = notice.to;
    std::stable_partition(notices_.begin(), notices_.end(), [](const Notice& notice) {
      return !notice.events.front().occurrence.has_value();
    });
    return std::move(notices_);
  }

 private:
  const Meeting& meeting_;
  const MeetingTime& before_;
  std::uint32_t sequence_;
  std::vector<Notice> notices_;
};

NoticeEvent for_cancellation(NoticeEvent event) {
  event.attendees.clear();
  event.excluded.clear();  // gone with the whole
  return event;
}

Message cancel_of(const OccurrenceView& view) { return {true, {}, {for_cancellation(view.event)}}; }
Message request_of(const OccurrenceView& view) { return {false, view.access_method, {view.event}}; }

// Everything that the person has: the series, and its changed recurrences with the same join
// information. Those with another go apart, since one mail has one text.
std::vector<Message> everything(const PersonView& view) {
  std::vector<Message> messages;
  if (view.series) messages.push_back(request_of(*view.series));
  for (const auto& [id, changed] : view.changed) {
    if (view.series && changed.access_method == view.series->access_method)
      messages.front().events.push_back(changed.event);
    else
      messages.push_back(request_of(changed));
  }
  return messages;
}

// What becomes of one recurrence of a series that is there before and after.
std::optional<Message> recurrence_message(const PersonView& before, const PersonView& after,
                                          sys_seconds id) {
  const auto find = [id](const PersonView& view) {
    const auto found = view.changed.find(id);
    return found == view.changed.end() ? nullptr : &found->second;
  };
  const bool was_out = before.series->event.excluded.contains(id);
  const bool is_out = after.series->event.excluded.contains(id);
  const OccurrenceView* had = find(before);
  const OccurrenceView* has = find(after);
  OccurrenceView usual = *after.series;
  usual.event.occurrence = id;
  usual.event.time.reset();
  usual.event.rrule.clear();
  usual.event.excluded.clear();
  if (is_out) {
    if (was_out) return std::nullopt;
    return cancel_of(had != nullptr ? *had : usual);
  }
  const OccurrenceView& now = has != nullptr ? *has : usual;
  if (!was_out && now.shows_as(had != nullptr ? *had : usual)) return std::nullopt;
  return request_of(now);
}

std::set<sys_seconds> ids_of(const PersonView& before, const PersonView& after) {
  std::set<sys_seconds> ids;
  for (const PersonView* view : {&before, &after}) {
    for (const auto& [id, changed] : view->changed) ids.insert(id);
    if (view->series) ids.merge(std::set(view->series->event.excluded));
  }
  return ids;
}

// Both have the series, and it shows the same.
std::vector<Message> recurrence_messages(const PersonView& before, const PersonView& after) {
  std::vector<Message> messages;
  for (const sys_seconds id : ids_of(before, after))
    if (auto message = recurrence_message(before, after, id))
      messages.push_back(*std::move(message));
  if (messages.size() <= 1) return messages;
  reached("notices.many_recurrences");
  return everything(after);  // one mail instead of many
}

// Neither has the series after: recurrences come and go on their own.
std::vector<Message> single_messages(const PersonView& before, const PersonView& after,
                                     bool again) {
  std::vector<Message> messages;
  if (before.series)
    messages.push_back(cancel_of(*before.series));
  else
    for (const auto& [id, had] : before.changed)
      if (!after.changed.contains(id)) messages.push_back(cancel_of(had));
  for (const auto& [id, has] : after.changed) {
    const auto had = before.changed.find(id);
    if (again || before.series || had == before.changed.end() || !has.shows_as(had->second))
      messages.push_back(request_of(has));
  }
  return messages;
}

// `again`: what is there after is sent even if it shows the same as before.
std::vector<Message> messages_of(const PersonView& before, const PersonView& after, bool again) {
  if (!after.series) return single_messages(before, after, again);
  if (again || !before.series || !before.series->shows_as(*after.series)) return everything(after);
  return recurrence_messages(before, after);
}

// Whether mails say the same of what all recurrences have in common: where to join, who invites
// and in which language. Calendars take the changes of a meeting from the organizer that they know
// only: for them another one's is another meeting.
bool is_announced_alike(const Meeting& a, const Meeting& b, const AddressOf& address_of) {
  const auto organizer_of = [&address_of](const Meeting& meeting) {
    return address_of({meeting.organizer.email, meeting.organizer.user_name, {}});
  };
  return a.co_space == b.co_space && a.language == b.language &&
         a.organizer.display_name == b.organizer.display_name && organizer_of(a) == organizer_of(b);
}

}  // namespace

std::vector<Notice> notices_of(const Meeting* before, const Meeting* after,
                               const AddressOf& address_of) {
  if (before == nullptr && after == nullptr) return {};
  MeetingViews old_views = before == nullptr ? MeetingViews{} : views_of(*before, address_of);
  MeetingViews new_views = after == nullptr ? MeetingViews{} : views_of(*after, address_of);
  const bool again =
      before != nullptr && after != nullptr && !is_announced_alike(*before, *after, address_of);
  Collector collector(after != nullptr ? *after : *before,
                      before != nullptr ? before->time : after->time,
                      after != nullptr ? after->sequence : before->sequence + 1);
  for (const auto& [key, viewer] : old_views.people)
    new_views.people.try_emplace(key, MeetingViews::Viewer{viewer.address, {}});
  for (const auto& [key, viewer] : new_views.people) {
    const auto old = old_views.people.find(key);
    const PersonView nothing;
    const PersonView& was = old == old_views.people.end() ? nothing : old->second.view;
    for (Message& message : messages_of(was, viewer.view, again))
      collector.add(viewer.address, std::move(message));
  }
  return collector.take();
}

std::vector<Notice> refresh_notices(const Meeting& meeting, std::optional<sys_seconds> occurrence,
                                    const AddressOf& address_of) {
  Collector collector(meeting, meeting.time, meeting.sequence);
  for (const auto& [key, viewer] : views_of(meeting, address_of).people) {
    if (!occurrence || meeting.rrule.empty()) {
      for (Message& message : everything(viewer.view))
        collector.add(viewer.address, std::move(message));
      continue;
    }
    PersonView without = viewer.view;
    if (without.series) without.series->event.excluded.insert(*occurrence);
    without.changed.erase(*occurrence);
    const bool is_theirs =
        viewer.view.changed.contains(*occurrence) ||
        (viewer.view.series && !viewer.view.series->event.excluded.contains(*occurrence));
    if (!is_theirs) continue;
    const auto messages = messages_of(without, viewer.view, false);
    for (const Message& message : messages) collector.add(viewer.address, message);
  }
  return collector.take();
}

}  // namespace curia::schedule
