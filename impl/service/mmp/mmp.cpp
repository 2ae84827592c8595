#include "impl/service/mmp/mmp.hpp"

#include "model/admin/certificate_subject.hpp"
#include "model/admin/values.hpp"
#include "model/base/check.hpp"

namespace curia::mmp {
namespace {

std::string quoted_role(admin::Role role) { return std::string(admin::name_of(role)); }

// Of the names with this ending, without it.
std::vector<std::string> stems_of(const std::vector<std::string>& names, std::string_view ending) {
  std::vector<std::string> stems;
  for (const std::string& name : names)
    if (name.ends_with(ending)) stems.push_back(name.substr(0, name.size() - ending.size()));
  return stems;
}

}  // namespace

Mmp::Mmp(const Env& env, accounts::AccountBook& accounts, ConfigurationBook& configuration,
         accounts::ScryptCost cost, Host host)
    : env_(env),
      accounts_(accounts),
      configuration_(configuration),
      host_(std::move(host)),
      started_(env.clock.now()),
      timed_logs_(env_.clock),
      audit_(env_),
      syslog_(env_, configuration_, host_.usual_trust),
      sessions_(env_, configuration.current().rules),
      logins_(env_, accounts_, configuration_, audit_),
      passwords_(env_, accounts_, configuration_, cost),
      backups_(env_, host_.store, host_.version, cost.log2_n),
      upgrades_(env_, backups_, host_.programs),
      grammar_(all_topics()) {}

Mmp::~Mmp() = default;

Result<> Mmp::start() {
  if (auto opened = audit_.open(); !opened) return opened;
  audit_.follow([this](const std::string& line) { syslog_.audit(line); });
  syslog_.start();
  audit_.note("start", {{"version", host_.version}});
  return {};
}

void Mmp::stop(std::string_view why) {
  sessions_.close_all(why);
  syslog_.stop();
}

void Mmp::log_in(LoginRequest request, Done<Result<Admitted>> done) {
  logins_.check(std::move(request), std::move(done));
}

Result<Admitted> Mmp::admit(const std::string& name, Door door, std::optional<Endpoint> source) {
  return logins_.admit(name, door, std::move(source));
}

Result<std::shared_ptr<Session>> Mmp::open(const Admitted& who, Door door,
                                           std::optional<Endpoint> source, Screen& screen) {
  const SessionInfo info{who.name, who.role, door, source, env_.clock.wall(), who.is_ldap};
  auto session = std::make_shared<std::weak_ptr<Session>>();
  const auto id = sessions_.open(info, [session](std::string_view why) {
    if (const auto alive = session->lock()) alive->over(why);
  });
  if (!id) {
    audit_.note("login-refused", {{"account", who.name},
                                  {"door", std::string(name_of(door))},
                                  {"source", source_text(source)},
                                  {"why", id.error().message}});
    return fail(id.error());
  }
  auto made = std::make_shared<Session>(*this, *id, info, screen);
  *session = made;
  logged_in(info);
  made->begin(who.must_change);
  return made;
}

Result<SessionId> Mmp::enter(const Admitted& who, Door door, std::optional<Endpoint> source,
                             SessionBook::Ended ended) {
  const SessionInfo info{who.name, who.role, door, source, env_.clock.wall(), who.is_ldap};
  auto id =
      sessions_.open(info, [this, info, ended = std::move(ended)](std::string_view why) mutable {
        logged_out(info, why);
        ended(why);
      });
  if (id)
    logged_in(info);
  else
    audit_.note("login-refused", {{"account", who.name},
                                  {"door", std::string(name_of(door))},
                                  {"source", source_text(source)},
                                  {"why", id.error().message}});
  return id;
}

Component* Mmp::component(std::string_view name) {
  const auto found = components_.find(name);
  return found == components_.end() ? nullptr : found->second;
}

std::vector<std::string> Mmp::complete(std::string_view line, admin::Role role) const {
  return grammar_.complete(line, role, [this](std::string_view name) {
    std::vector<std::string> words;
    if (name.starts_with("interface")) {
      words = {"a", "b", "c", "d"};
    } else if (name == "username") {
      for (const auto& [account, ignored] : accounts_.table().all()) words.push_back(account);
    } else if (name == "command") {
      for (const admin::Topic* topic : grammar_.topics()) words.emplace_back(topic->name);
    } else if (name == "rule") {
      for (const auto& rule : admin::numeric_rules()) words.emplace_back(rule.name);
      for (const auto& rule : admin::flag_rules()) words.emplace_back(rule.name);
    } else if ((name.ends_with("file") && name != "new-file") || name.ends_with("bundle")) {
      words = uploaded_names();
    } else if (name.ends_with("-basename")) {
      words = stems_of(uploaded_names(), name.starts_with("csr") ? ".csr" : ".crt");
    } else if (name == "attribute:value") {
      words = admin::subject_attributes();
    }
    return words;
  });
}

Result<std::string> Mmp::uploaded(const std::string& name) const {
  return env_.files.read(admin::upload_path(name));
}

std::vector<std::string> Mmp::uploaded_names() const {
  auto names =
      env_.files.list(std::string(admin::upload_folder)).value_or(std::vector<std::string>{});
  std::erase_if(names, [](const std::string& name) { return !admin::is_file_name(name); });
  return names;
}

void Mmp::logged_in(const SessionInfo& who) {
  audit_.note("login", {{"account", who.account},
                        {"role", quoted_role(who.role)},
                        {"door", std::string(name_of(who.door))},
                        {"source", source_text(who.source)}});
}

void Mmp::logged_out(const SessionInfo& who, std::string_view why) {
  audit_.note("logout", {{"account", who.account},
                         {"role", quoted_role(who.role)},
                         {"door", std::string(name_of(who.door))},
                         {"source", source_text(who.source)},
                         {"why", std::string(why)}});
}

void Mmp::audit_command(const SessionInfo& who, const std::string& text) {
  audit_.note("command", {{"account", who.account},
                          {"door", std::string(name_of(who.door))},
                          {"source", source_text(who.source)},
                          {"text", text}});
}

void Mmp::audit_failure(const SessionInfo& who, const std::string& text) {
  audit_.note("failure", {{"account", who.account},
                          {"door", std::string(name_of(who.door))},
                          {"source", source_text(who.source)},
                          {"text", text}});
}

Result<> Mmp::may_change_password(const std::string& name) const {
  const auto* account = accounts_.table().find(name);
  if (account == nullptr) return fail(Errc::not_found, "there is no account of yours");
  if (account->is_ldap)
    return fail(Errc::not_permitted, "your password is changed in the directory");
  if (account->locked_until > env_.clock.wall())
    return fail(Errc::not_permitted, "the account is locked");
  const auto& least = configuration_.current().rules.min_password_age;
  if (least && !account->must_change && !logins_.is_expired(*account) &&
      env_.clock.wall() - account->changed < std::chrono::days(*least))
    return fail(Errc::not_permitted, "your password may be changed again " +
                                         std::to_string(*least) + " days after the last change");
  return {};
}

// The old password is asked for again: a terminal that was left alone must not be enough, nor may
// whoever sits there guess.
void Mmp::confirm_password(const SessionInfo& who, const std::string& password, Done<bool> done) {
  logins_.confirm(who.account, password, [=, this, done = std::move(done)](bool right) mutable {
    if (!right)
      logins_.note_failure(who.account, who.door, who.source, "wrong password at its change");
    done(right);
  });
}

void Mmp::change_own_password(const SessionInfo& who, const std::string& old_password,
                              const std::string& new_password, Done<Result<>> done) {
  if (auto may = may_change_password(who.account); !may) return done(std::move(may));
  confirm_password(who, old_password, [=, this, done = std::move(done)](bool right) mutable {
    if (!right) return done(fail(Errc::not_permitted, "that is not your password"));
    audit_command(who, "passwd");
    passwords_.set({who.account, new_password, old_password, false},
                   [this, who, done = std::move(done)](Result<> stored) mutable {
                     if (!stored) audit_failure(who, "passwd");
                     done(std::move(stored));
                   });
  });
}

void Mmp::change_own_password(const admin::CallPtr& call, std::function<void(bool)> done) {
  const std::string account = call->who().account;
  if (const auto may = may_change_password(account); !may) {
    call->failure(may.error());
    return done(false);
  }
  call->ask({"Please enter current password: ", true, false}, [=, this](std::string old) {
    confirm_password(call->who(), old, [=, this](bool right) {
      if (!right) {
        call->failure("that is not your password");
        return done(false);
      }
      call->ask_new_password(
          [=, this](const std::string& password) {
            passwords_.set({account, password, old, false}, [=](Result<> stored) {
              stored ? call->success("password changed") : call->failure(stored.error());
              done(stored.has_value());
            });
          },
          "new password");
    });
  });
}

}  // namespace curia::mmp
