// The .sim language as data: what the parser makes, the runner runs, the writer writes and the
// shrinker cuts. docs/scenarios.md is the language for people.
//
// 1. Text values keep their $variables: they are replaced when a step runs (text.hpp).
// 2. Equality ignores where a thing stood in its file.
// 3. parse(write(s)) == s for every scenario (parse.hpp, write.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/base/time.hpp"
#include "sim/scenario/events_step.hpp"
#include "sim/scenario/person_step.hpp"

namespace curia::scenario {

struct Line {
  int number = 0;
  bool operator==(const Line&) const { return true; }
};

struct Param {
  std::string name;
  std::string value;
  bool operator==(const Param&) const = default;
};

// Who asks: the administrator of the target, nobody, or a named account.
struct Login {
  enum class Kind { standard, nobody, named } kind = Kind::standard;
  std::string name;
  std::string password;
  bool operator==(const Login&) const = default;
};

// One acceptable end of an exchange; an exchange lists one or more.
struct Outcome {
  // created: 200, no body, a Location below the collection that was asked.
  // lost: the connection broke, or no answer came in time.
  enum class Kind { status, created, lost } kind = Kind::status;
  int status = 200;
  std::string variable;                                  // created: takes the new id
  std::vector<std::string> reasons;                      // fails X: all reasons, any order
  std::vector<std::pair<std::string, std::string>> bad;  // bad PARAMETER ERROR
  bool operator==(const Outcome&) const = default;
};

struct Subject {
  enum class Kind { xml, json, header, body, location_id } kind = Kind::body;
  std::string path;  // an XPath, a JSON pointer, or the name of a header
  bool operator==(const Subject&) const = default;
};

enum class Relation {
  equals,
  differs,
  matches,
  contains,
  lacks,
  absent,
  present,
  empty,
  at_least,
  at_most
};

struct Check {
  Subject subject;
  Relation relation = Relation::equals;
  std::string value;
  Line line;
  bool operator==(const Check&) const = default;
};

struct Save {
  std::string variable;
  Subject subject;
  Line line;
  bool operator==(const Save&) const = default;
};

// One request and what must come of it.
struct Exchange {
  std::string client;         // empty: the only one
  int scheduler = 0;          // asks the Scheduler of that number; 0: the Call Bridge
  std::string method;         // empty: `raw` holds the bytes to send
  std::string target;         // "/coSpaces" below /api/v1; "//x" counts from the root of the server
  std::vector<Param> params;  // in the query of GET and DELETE, else in a form body
  std::vector<Param> headers;
  std::optional<std::string> body;
  std::string raw;
  Login login;
  std::vector<Outcome> outcomes;  // none: any answer will do
  std::vector<Check> checks;
  std::vector<Save> saves;
  std::optional<Duration> retry;   // repeat until all holds, at most so long
  std::optional<Duration> within;  // the answer must have come by then
  bool operator==(const Exchange&) const = default;
};

struct At {  // virtual time since the server was started first
  Duration time{};
  bool operator==(const At&) const = default;
};

struct Wait {
  Duration time{};
  bool operator==(const Wait&) const = default;
};

struct Fault {
  enum class Kind {
    power_cut,   // the server's host loses power: what was not synced may be lost or torn
    kill,        // the server's process ends at once
    stop,        // the server is asked to stop, and drains
    start,       // the server is started on the disk it left
    network,     // from now on the network behaves as the four numbers below say
    partition,   // nothing passes between the client and the server
    heal,        // partitions end
    disk_full,   // writes are refused for lack of space
    disk_fails,  // writes are refused
    disk_works,
    disk_used,    // `number` percent of the disk hold something; writes go on
    certificate,  // the server gets a new one, which holds for `number` days
    clock,        // the server's wall clock jumps by `number` seconds, back when negative
  } kind = Kind::power_cut;
  std::string client;  // partition, heal: empty means all
  Duration latency_min{};
  Duration latency_max{};
  std::uint32_t loss_permille = 0;   // segments that have to be sent again
  std::uint32_t reset_permille = 0;  // segments whose connection breaks
  std::uint64_t write = 0;           // power_cut: inside the n-th write of the disk; 0: now
  std::int64_t number = 0;           // disk_used, certificate, clock
  bool operator==(const Fault&) const = default;
};

// A web server beside the Call Bridge; $NAME is its base URL.
struct PeerAnswer {
  std::string peer;
  std::string path;  // without the query
  int status = 200;
  Duration after{};
  std::vector<Param> headers;
  std::string body;
  bool operator==(const PeerAnswer&) const = default;
};

struct PeerAsked {
  std::string peer;
  std::string target;  // with the query
  std::uint64_t times = 1;
  bool operator==(const PeerAsked&) const = default;
};

// Issued by the authority that the server believes, or what is the matter with it.
enum class DirectoryCertificate { good, expired, misnamed, unknown };
inline constexpr std::array<std::string_view, 4> directory_certificate_names = {
    "good", "expired", "misnamed", "unknown"};

// The directory beside the Call Bridge: an LDAP server; $directory and $directoryPort are where,
// $directorySecurePort where it speaks TLS once it has a certificate.
struct DirectoryStep {
  enum class Kind { add, remove, away, back, certificate } kind = Kind::add;
  std::string dn;
  std::vector<Param> attributes;  // of add; userPassword is what the entry logs in with
  DirectoryCertificate certificate = DirectoryCertificate::good;
  bool operator==(const DirectoryStep&) const = default;
};

// What a mail server beside the Schedulers does from now on.
struct MailStep {
  enum class Kind { answers, cuts, slow, offers, away, back } kind = Kind::away;
  static constexpr std::uint64_t always = UINT64_MAX;
  int server = 1;                   // that of the Scheduler of this number
  std::string address;              // answers: to RCPT of it; empty: to the final dot
  std::string text;                 // answers
  std::uint64_t times = always;     // answers, cuts
  Duration delay{};                 // slow: before each answer
  std::vector<std::string> offers;  // smtps, starttls, login USER PASSWORD
  bool operator==(const MailStep&) const = default;
};

// A Web Bridge beside the Schedulers; $NAME is its address for /webBridges. It is first of all
// back.
struct BridgeStep {
  enum class Kind { away, back } kind = Kind::back;
  std::string name;
  bool operator==(const BridgeStep&) const = default;
};

// What somebody does at the command line of the MMP, and what must come of it.
struct MmpStep {
  // look: nothing is done; the session is still there, or has ended.
  enum class Kind { log_in, line, look } kind = Kind::line;
  std::string session;  // its name, which is the account's unless `as` says otherwise
  std::string account;
  std::string password;
  std::string door = "ssh";
  std::string source = "192.0.2.10:50000";
  std::string text;  // line: the command; look: what the reason of the end contains
  std::vector<std::string> answers;
  bool is_refused = false;
  bool is_over = false;  // look: it has ended
  std::vector<Check> outputs;
  bool operator==(const MmpStep&) const = default;
};

struct LogCheck {
  Relation relation = Relation::contains;  // contains, matches or lacks
  std::string value;
  bool operator==(const LogCheck&) const = default;
};

struct Step;

// Exchanges and faults that are begun side by side, each after its own delay.
struct Together {
  std::vector<Step> steps;
  bool operator==(const Together&) const;
};

// The steps once for each number, which the variable holds.
struct Repeat {
  std::string variable;
  std::int64_t first = 1;
  std::int64_t last = 1;
  std::vector<Step> steps;
  bool operator==(const Repeat&) const;
};

struct Step {
  std::variant<Exchange, At, Wait, Fault, PeerAnswer, PeerAsked, DirectoryStep, MailStep,
               BridgeStep, MmpStep, LogCheck, Together, Repeat, PersonIntro, PersonStep, EventsStep>
      what;
  Duration after{};  // inside `together`: begin so much later
  Line line;
  bool operator==(const Step&) const = default;
};

inline bool Together::operator==(const Together&) const = default;
inline bool Repeat::operator==(const Repeat&) const = default;

struct Account {
  std::string name;
  std::string password;
  std::string role;
  bool operator==(const Account&) const = default;
};

struct Settings {
  std::uint64_t seed = 1;
  bool empty = false;   // needs a server without objects of its own
  bool unused = false;  // needs one that has carried no call since it was started
  int schedulers = 0;   // beside the Call Bridge
  bool mail = false;    // a mail server beside each of them
  std::vector<Account> accounts;
  std::vector<std::vector<Param>> users;  // rows of the users table
  bool operator==(const Settings&) const = default;
};

struct Scenario {
  std::string file;
  std::string name;
  std::string source;
  Settings settings;
  std::vector<Step> steps;
  bool operator==(const Scenario& other) const {
    return name == other.name && source == other.source && settings == other.settings &&
           steps == other.steps;
  }
};

// True when the scenario can only run in simulation: it has faults, exact times or log lines.
bool needs_simulation(const Scenario& scenario);

}  // namespace curia::scenario
