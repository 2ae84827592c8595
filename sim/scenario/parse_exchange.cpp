#include "sim/scenario/parse_exchange.hpp"

#include <algorithm>
#include <array>

namespace curia::scenario {
namespace {

constexpr std::string_view methods[] = {"GET",   "HEAD",    "POST",  "PUT",    "DELETE",
                                        "PATCH", "OPTIONS", "TRACE", "CONNECT"};

bool is_method(std::string_view word) { return std::ranges::count(methods, word) > 0; }

constexpr std::int64_t most_schedulers = 9;

bool is_client(std::string_view word) { return word.size() > 1 && word.back() == ':'; }

// Nothing that begins a comment or a line of a block.
bool is_client_name(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Outcome parse_outcome(LineReader& in) {
  Outcome out;
  if (in.take("lost")) {
    out.kind = Outcome::Kind::lost;
    return out;
  }
  if (in.take("created")) {
    out.kind = Outcome::Kind::created;
    if (in.more() && in.peek() != "or") out.variable = in.word("a variable");
    return out;
  }
  out.status = static_cast<int>(in.number("a status, `created NAME` or `lost`", 599));
  while (in.more() && !in.failed()) {
    if (in.take("fails")) {
      out.reasons.push_back(in.word("a reason"));
    } else if (in.take("bad")) {
      auto parameter = in.word("a parameter");
      out.bad.emplace_back(std::move(parameter), in.word("an error"));
    } else {
      break;
    }
  }
  return out;
}

void parse_outcomes(LineReader& in, Exchange& exchange) {
  do exchange.outcomes.push_back(parse_outcome(in));
  while (!in.failed() && in.take("or"));
}

bool parse_subject(LineReader& in, Subject& subject) {
  if (in.take("xml")) {
    subject.kind = Subject::Kind::xml;
    subject.path = in.quoted_or_word("an XPath");
  } else if (in.take("json")) {
    subject.kind = Subject::Kind::json;
    subject.path = in.quoted_or_word("a JSON pointer");
  } else if (in.take("header")) {
    subject.kind = Subject::Kind::header;
    subject.path = in.word("the name of a header");
  } else if (in.take("body")) {
    subject.kind = Subject::Kind::body;
  } else {
    return false;
  }
  return true;
}

void parse_send(LineReader& in, Exchange& exchange) {
  if (in.take("header")) {
    Param header;
    header.name = in.word("the name of a header");
    if (!in.take("=")) in.complain("write `send header NAME = VALUE`");
    header.value = in.rest();
    exchange.headers.push_back(std::move(header));
  } else if (in.take("body")) {
    exchange.body = in.rest_or_block("\n");
  } else {
    in.complain("write `send header NAME = VALUE` or `send body TEXT`");
  }
}

void parse_login(LineReader& in, Login& login) {
  if (in.take("nobody")) {
    login = {Login::Kind::nobody, {}, {}};  // a line before it may have named somebody
    return;
  }
  login.kind = Login::Kind::named;
  login.name = in.quoted_or_word("a name, or `nobody`");
  login.password = in.quoted_or_word("a password");
}

void parse_save(LineReader& in, Exchange& exchange) {
  Save save;
  save.line = in.line();
  save.variable = in.word("a variable");
  if (!in.take("="))
    in.complain("write `save NAME = xml PATH`, `json POINTER`, `header NAME`, `body` or `id`");
  if (in.take("id")) {
    save.subject.kind = Subject::Kind::location_id;
  } else if (!parse_subject(in, save.subject)) {
    in.complain("a variable takes `xml PATH`, `json POINTER`, `header NAME`, `body` or `id`");
  }
  exchange.saves.push_back(std::move(save));
}

// One line below a request; false when it belongs to the next step.
bool parse_detail(LineReader& in, Exchange& exchange) {
  Check check;
  check.line = in.line();
  if (in.take("->")) {
    parse_outcomes(in, exchange);
  } else if (in.take("send")) {
    parse_send(in, exchange);
  } else if (in.take("as")) {
    parse_login(in, exchange.login);
  } else if (in.take("save")) {
    parse_save(in, exchange);
  } else if (in.take("retry")) {
    if (!in.take("for")) in.complain("write `retry for TIME`");
    exchange.retry = in.duration("a time");
  } else if (in.take("within")) {
    exchange.within = in.duration("a time");
  } else if (parse_subject(in, check.subject)) {
    parse_relation(in, check);
    exchange.checks.push_back(std::move(check));
  } else {
    return false;
  }
  return true;
}

}  // namespace

void parse_relation(LineReader& in, Check& check) {
  struct Word {
    std::string_view word;
    Relation relation;
    bool has_value;
  };
  static constexpr std::array<Word, 10> table{{
      {"=", Relation::equals, true},
      {"!=", Relation::differs, true},
      {"matches", Relation::matches, true},
      {"contains", Relation::contains, true},
      {"lacks", Relation::lacks, true},
      {">=", Relation::at_least, true},
      {"<=", Relation::at_most, true},
      {"absent", Relation::absent, false},
      {"present", Relation::present, false},
      {"empty", Relation::empty, false},
  }};
  for (const auto& word : table) {
    if (!in.take(word.word)) continue;
    check.relation = word.relation;
    if (word.has_value) check.value = in.rest_or_block("\n");
    return;
  }
  in.complain("expected = != matches contains lacks >= <= absent present or empty");
}

Exchange parse_exchange(LineReader& in) {
  Exchange exchange;
  if (is_client(in.peek())) {
    exchange.client = in.word("a client");
    exchange.client.pop_back();
    if (!is_client_name(exchange.client)) in.complain("a client has a name of letters and digits");
  }
  if (in.take("scheduler")) {
    exchange.scheduler = 1;
    if (in.more() && in.peek().front() >= '1' && in.peek().front() <= '9')
      exchange.scheduler =
          static_cast<int>(in.number("the number of a Scheduler", most_schedulers));
  }
  if (in.take("raw")) {
    if (in.more() && in.peek() != "->") exchange.raw = in.quoted_or_word("bytes");
  } else if (is_method(in.peek())) {
    exchange.method = in.word("a method");
    exchange.target = in.quoted_or_word("a path");
    while (in.more() && in.peek() != "->" && !in.failed())
      exchange.params.push_back(in.pair("name=value or ->"));
  } else {
    in.complain("'" + std::string(in.peek()) + "' is not the begin of a step");
  }
  if (in.take("->")) parse_outcomes(in, exchange);
  if (exchange.method.empty() && exchange.raw.empty() && in.block_follows())
    exchange.raw = in.block("\r\n");
  in.end_of_line();
  while (!in.at_end() && !in.failed() && parse_detail(in, exchange)) in.end_of_line();
  if (exchange.method.empty() && exchange.raw.empty()) in.complain("`raw` needs bytes to send");
  return exchange;
}

}  // namespace curia::scenario
