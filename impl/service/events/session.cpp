#include "impl/service/events/session.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "model/base/limits_websocket.hpp"
#include "model/base/reached.hpp"
#include "model/objects/call.hpp"

namespace curia::events {
namespace {

constexpr std::string_view update_type_names[] = {"add", "update", "remove"};

// Elements of a set of names; nothing when one of them is unknown.
std::optional<ElementSet> elements_named(Topic topic, const std::vector<std::string>& names) {
  ElementSet set = 0;
  for (const std::string& name : names) {
    const auto element = element_named(topic, name);
    if (!element) return std::nullopt;
    set |= *element;
  }
  return set;
}

std::string index_text(std::int64_t index) {
  return ",\"subscriptionIndex\":" + std::to_string(index);
}

}  // namespace

const std::string& Wording::of(Topic topic, const Update& update, ElementSet asked) {
  const ElementSet set = update.changed & asked;
  const auto [at, is_new] = made_.try_emplace({topic, update.id, set});
  std::string& text = at->second;
  if (!is_new) return text;
  text = topic == Topic::call_roster ? R"({"participant":")" : R"({"call":")";
  text += to_string(update.id);
  text += R"(","updateType":")";
  text += update_type_names[static_cast<std::size_t>(update.type)];
  text += '"';
  if (update.type != UpdateType::remove)
    append_json(text, topic, update.values, set, update.type == UpdateType::update);
  text += '}';
  return text;
}

Session::Session(const Env& env, Owner& owner, std::uint64_t number, std::string peer)
    : env_(env), owner_(&owner), number_(number), peer_(std::move(peer)) {}

Session::~Session() { drop_subscriptions(); }

void Session::on_open(web::Socket& socket) { socket_ = &socket; }

void Session::on_closed(const websocket::Ending& ending) {
  if (env_.trace.enabled())
    env_.trace.event("events.closed", {{"peer", peer_}, {"code", int{ending.code}}});
  socket_ = nullptr;
  drop_subscriptions();
}

// It is told nothing any more, whoever still holds the object.
void Session::drop_subscriptions() {
  if (owner_ == nullptr) return;
  for (const auto& [index, subscription] : subscriptions_) stop(subscription);
  subscriptions_.clear();
  std::exchange(owner_, nullptr)->forget(*this);
}

void Session::on_message(const websocket::Message& message) {
  if (socket_ == nullptr || is_cut_) return;
  if (message.kind != websocket::Opcode::text)
    return socket_->close(1003, "events are text");  // section 7.4.1 of RFC 6455
  const auto incoming = parse_message(message.data);
  if (!incoming)
    return socket_->close(websocket::close_code::policy_violation, incoming.error().message);
  if (incoming->is_ack) {
    unacknowledged_.erase(incoming->id);
  } else if (!incoming->is_understood) {
    send(ack_text(incoming->id, "invalidMessage"));
  } else if (incoming->type != "subscribeRequest") {
    send(ack_text(incoming->id, "unknownMessageType"));
  } else {
    subscribe(*incoming);
  }
}

void Session::subscribe(const Incoming& request) {
  if (request.subscriptions.size() > limits::events_subscriptions) {
    reached("events.too_many_subscriptions");
    return send(ack_text(request.id, "tooManySubscriptions"));
  }
  std::map<std::int64_t, Subscription> wanted;
  for (const Wanted& one : request.subscriptions)
    if (!wanted.emplace(one.index, judge(one)).second)
      return send(ack_text(request.id, "duplicateIndex"));
  send(ack_text(request.id, "success"));

  std::vector<std::int64_t> fresh, all;
  for (auto& [index, subscription] : wanted) {
    all.push_back(index);
    const auto before = subscriptions_.find(index);
    if (before != subscriptions_.end() && before->second.is_active &&
        before->second.wanted == subscription.wanted)
      subscription = before->second;
    else if (subscription.reason.empty())
      fresh.push_back(index);
  }
  std::swap(subscriptions_, wanted);
  // Watched before the old ones are left: what both look at stays as it was told.
  for (const std::int64_t index : fresh) start(subscriptions_.at(index));
  for (const auto& [index, old] : wanted) {
    const auto now = subscriptions_.find(index);
    const bool goes_on = now != subscriptions_.end() && now->second.wanted == old.wanted;
    if (!goes_on) stop(old);
  }
  of_call_.clear();
  for (const auto& [index, subscription] : subscriptions_)
    if (subscription.is_active && subscription.topic != Topic::calls)
      of_call_[subscription.call].insert(index);
  if (!fresh.empty()) tell_states(fresh, true);
  if (!all.empty()) tell_states(all, false);
  for (const std::int64_t index : fresh) tell_all(subscriptions_.at(index));
}

Session::Subscription Session::judge(const Wanted& wanted) {
  Subscription subscription;
  subscription.wanted = wanted;
  const auto topic = std::ranges::find(topic_names, wanted.type);
  if (topic == std::end(topic_names)) {
    subscription.reason = "unknownType";
    return subscription;
  }
  subscription.topic = static_cast<Topic>(topic - std::begin(topic_names));
  const auto elements = elements_named(subscription.topic, wanted.elements);
  if (!elements) {
    subscription.reason = "unknownElement";
    return subscription;
  }
  subscription.elements = *elements;
  if (subscription.topic == Topic::calls) return subscription;
  const auto call = parse_guid(wanted.call);
  if (!call || owner_->view().registry.find<Call>(*call) == nullptr)
    subscription.reason = "callDoesNotExist";
  else
    subscription.call = *call;
  return subscription;
}

void Session::start(Subscription& subscription) {
  subscription.is_active = true;
  if (subscription.topic == Topic::call_roster)
    owner_->picture().watch_roster(owner_->view(), subscription.call);
  else
    owner_->picture().watch_calls(owner_->view());
}

void Session::stop(const Subscription& subscription) {
  if (!subscription.is_active) return;
  if (subscription.topic == Topic::call_roster)
    owner_->picture().leave_roster(subscription.call);
  else
    owner_->picture().leave_calls();
}

void Session::tell_states(const std::vector<std::int64_t>& indexes, bool pending) {
  std::string body = ",\"subscriptions\":[";
  for (const std::int64_t index : indexes) {
    const Subscription& subscription = subscriptions_.at(index);
    if (body.back() != '[') body += ',';
    body += "{\"index\":" + std::to_string(index) + ",\"state\":\"";
    body += pending ? "pending" : subscription.is_active ? "active" : "deactivated";
    body += '"';
    if (!pending && !subscription.is_active)
      body += ",\"reason\":\"" + std::string(subscription.reason) + '"';
    body += '}';
  }
  send_message("subscriptionUpdate", body + "]");
}

// What is known already, as if all of it had just come.
void Session::tell_all(const Subscription& subscription) {
  const Picture& picture = owner_->picture();
  const bool is_roster = subscription.topic == Topic::call_roster;
  const Members& members = is_roster ? *picture.roster(subscription.call) : picture.calls();
  if (subscription.topic == Topic::call_info) {
    const auto call = members.find(subscription.call);
    if (call != members.end())
      tell_info(subscription, {call->first, UpdateType::add, ~ElementSet{0}, call->second}, true);
    return;
  }
  std::vector<Update> updates;
  for (const auto& [id, values] : members)
    updates.push_back({id, UpdateType::add, ~ElementSet{0}, values});
  Wording wording;
  tell_updates(subscription, updates, wording);
}

void Session::tell_updates(const Subscription& subscription, const std::vector<Update>& updates,
                           Wording& wording) {
  const bool is_roster = subscription.topic == Topic::call_roster;
  const std::string head = index_text(subscription.wanted.index) + ",\"updates\":[";
  std::string body = head;
  std::size_t count = 0;
  const auto flush = [&] {
    if (count == 0) return;
    send_message(is_roster ? "rosterUpdate" : "callListUpdate", body + "]");
    body = head;
    count = 0;
  };
  for (const Update& update : updates) {
    const bool concerns =
        update.type != UpdateType::update || (update.changed & subscription.elements) != 0;
    if (!concerns) continue;
    if (count++ > 0) body += ',';
    body += wording.of(subscription.topic, update, subscription.elements);
    if (count == limits::events_updates_per_message) flush();
  }
  flush();
}

void Session::tell_info(const Subscription& subscription, const Update& update, bool is_first) {
  const ElementSet set = update.changed & subscription.elements;
  if (!is_first && set == 0) return;
  std::string body = index_text(subscription.wanted.index) + ",\"callInfo\":{\"call\":\"" +
                     to_string(update.id) + '"';
  append_json(body, Topic::call_info, update.values, set, !is_first);
  send_message("callInfoUpdate", body + "}");
}

void Session::deliver(const Updates& updates, Wording& wording) {
  for (const auto& [index, subscription] : subscriptions_)
    if (subscription.is_active && subscription.topic == Topic::calls && !updates.calls.empty())
      tell_updates(subscription, updates.calls, wording);
  if (!of_call_.empty()) {
    for (const Update& update : updates.calls) {
      const auto indexes = of_call_.find(update.id);
      if (indexes == of_call_.end() || update.type == UpdateType::remove) continue;
      for (const std::int64_t index : indexes->second)
        if (subscriptions_.at(index).topic == Topic::call_info)
          tell_info(subscriptions_.at(index), update, false);
    }
    for (const auto& [call, people] : updates.rosters) {
      const auto indexes = of_call_.find(call);
      if (indexes == of_call_.end()) continue;
      for (const std::int64_t index : indexes->second)
        if (subscriptions_.at(index).topic == Topic::call_roster)
          tell_updates(subscriptions_.at(index), people, wording);
    }
    for (const Guid& call : updates.ended) end_call(call);
  }
}

void Session::end_call(const Guid& call) {
  const auto found = of_call_.find(call);
  if (found == of_call_.end()) return;
  const std::vector<std::int64_t> indexes(found->second.begin(), found->second.end());
  of_call_.erase(found);
  for (const std::int64_t index : indexes) {
    Subscription& subscription = subscriptions_.at(index);
    stop(subscription);
    subscription.is_active = false;
    subscription.reason = "callEnded";
  }
  tell_states(indexes, false);
}

void Session::send_message(std::string_view type, std::string_view body) {
  if (is_cut_) return;
  if (unacknowledged_.size() == limits::events_unacknowledged) {
    reached("events.unacknowledged");
    return cut("has left " + std::to_string(limits::events_unacknowledged) +
               " messages unacknowledged");
  }
  unacknowledged_.insert(++last_id_);
  send(message_text(last_id_, type, body));
}

void Session::send(std::string_view text) {
  if (is_cut_ || socket_ == nullptr) return;
  const auto sent = socket_->send(text);
  if (sent || sent.error().code == Errc::cancelled) return;
  reached("events.slow_reader");
  cut("does not read its messages: " + sent.error().message);
}

void Session::cut(std::string_view why) {
  is_cut_ = true;
  env_.trace.log(Severity::warning,
                 "events: the client at " + peer_ + " " + std::string(why) + " and was cut off");
  socket_->cut();
}

}  // namespace curia::events
