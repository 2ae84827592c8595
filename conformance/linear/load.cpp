#include "conformance/linear/load.hpp"

#include <pugixml.hpp>
#include <vector>

#include "conformance/linear/objects.hpp"
#include "model/base/prng.hpp"
#include "model/base/text.hpp"

namespace curia::linear {
namespace {

using scenario::Answer;
using scenario::Deed;
using scenario::Request;

constexpr std::size_t most_listed = 15;  // so that one page shows them all
const std::string list_name = "accessMethods";

struct Asked {
  std::string object;  // whose history it belongs to
  std::string method, value;
  std::size_t offset = 0, limit = 20;
  bool is_wrong = false;
};

class Load {
 public:
  Load(scenario::Target& target, const LoadOptions& options)
      : target_(target), options_(options), prng_(options.seed, "linear.load") {}

  Result<std::map<std::string, Seen>> go() {
    for (int i = 0; i <= options_.registers; ++i) {
      const auto id = make("/coSpaces", "name=start");
      if (!id) return fail(id.error());
      registers_.push_back("/coSpaces/" + *id);
      seen_[registers_.back()].initial = "start";
    }
    home_ = registers_.back() + "/accessMethods";  // the last one holds the list
    for (int i = 0; i < options_.rounds; ++i)
      if (auto done = round(); !done) return fail(done.error());
    return std::move(seen_);
  }

 private:
  Result<std::string> make(const std::string& path, const std::string& body) {
    const auto answers = target_.carry_out({{{}, request("POST", path, body)}});
    const auto* location = answers.front().header("Location");
    if (location == nullptr) return fail(Errc::protocol_error, "nothing was made at " + path);
    return location->substr(location->rfind('/') + 1);
  }

  static Request request(const std::string& method, const std::string& path,
                         const std::string& body) {
    Request out;
    out.method = method;
    out.target = "/api/v1" + path;
    out.body = body;
    out.has_body = !body.empty();
    if (out.has_body) out.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    return out;
  }

  Result<> round() {
    std::vector<Deed> deeds;
    std::vector<Asked> asked;
    for (int client = 0; client < options_.clients; ++client) {
      Duration after{};
      for (int i = 0; i < options_.requests; ++i) {
        after += Duration(static_cast<std::int64_t>(
            prng_.below(static_cast<std::uint64_t>(options_.longest_pause.count()))));
        asked.emplace_back();
        auto made = draw(asked.back());
        made.client = "c" + std::to_string(client);
        deeds.push_back({after, std::move(made)});
      }
    }
    const auto answers = target_.carry_out(std::move(deeds));
    for (std::size_t i = 0; i < answers.size(); ++i)
      if (auto kept = keep(asked[i], answers[i]); !kept) return kept;
    return {};
  }

  Request draw(Asked& asked) {
    return prng_.chance(2, 5) ? draw_for_list(asked) : draw_for_register(asked);
  }

  Request draw_for_register(Asked& asked) {
    asked.object = registers_[prng_.below(registers_.size())];
    const auto luck = prng_.below(20);
    asked.method = luck < 9 ? "GET" : "PUT";
    // The last one holds the list and stays.
    if (luck == 19 && asked.object != registers_.back() && prng_.chance(1, 4))
      asked.method = "DELETE";
    if (asked.method != "PUT") return request(asked.method, asked.object, "");
    asked.value = "v" + std::to_string(++values_);
    asked.is_wrong = luck < 12;
    return request("PUT", asked.object,
                   "name=" + asked.value + (asked.is_wrong ? "&callId=no-digits" : ""));
  }

  Request draw_for_list(Asked& asked) {
    asked.object = list_name;
    const auto luck = prng_.below(10);
    if (luck < 3 && listed_.size() + pending_ < most_listed) {
      ++pending_;
      asked.method = "POST";
      return request("POST", home_, "name=m" + std::to_string(++values_));
    }
    if (luck < 5 && !listed_.empty()) {
      asked.method = "DELETE";
      asked.value = listed_[prng_.below(listed_.size())];
      return request("DELETE", home_ + "/" + asked.value, "");
    }
    asked.method = "GET";
    asked.offset = prng_.below(4);
    asked.limit = luck % 2 == 0 ? 20 : 1 + prng_.below(4);
    return request(
        "GET",
        home_ + "?offset=" + std::to_string(asked.offset) + "&limit=" + std::to_string(asked.limit),
        "");
  }

  Result<> keep(const Asked& asked, const Answer& answer) {
    auto operation =
        asked.object == list_name ? of_list(asked, answer) : of_register(asked, answer);
    if (!operation)
      return fail(Errc::protocol_error, asked.method + " " + asked.object + " was answered " +
                                            std::to_string(answer.status) + " " + answer.body);
    operation->begun = answer.begun.count();
    operation->ended = (answer.begun + answer.took).count();
    seen_[asked.object].history.push_back(*std::move(operation));
    return {};
  }

  static std::optional<Operation> of_register(const Asked& asked, const Answer& answer) {
    const bool is_gone = answer.status == 404;
    if (answer.lost || (answer.status != 200 && answer.status != 400 && !is_gone))
      return std::nullopt;
    if (asked.method == "DELETE") return register_erase(0, 0, !is_gone);
    if (asked.method == "PUT") {
      if (is_gone) return missed_write(0, 0);
      if (asked.is_wrong != (answer.status == 400)) return std::nullopt;
      return asked.is_wrong ? refused_write(0, 0) : register_write(0, 0, asked.value);
    }
    if (is_gone) return register_read(0, 0, gone);
    pugi::xml_document document;
    document.load_buffer(answer.body.data(), answer.body.size());
    return register_read(0, 0, document.document_element().child("name").child_value());
  }

  std::optional<Operation> of_list(const Asked& asked, const Answer& answer) {
    if (answer.lost || (answer.status != 200 && answer.status != 404)) return std::nullopt;
    if (asked.method == "DELETE") {
      std::erase(listed_, asked.value);
      return list_remove(0, 0, asked.value, answer.status == 200);
    }
    if (answer.status != 200) return std::nullopt;
    if (asked.method == "POST") {
      --pending_;
      const auto* location = answer.header("Location");
      if (location == nullptr) return std::nullopt;
      listed_.push_back(location->substr(location->rfind('/') + 1));
      return list_add(0, 0, listed_.back());
    }
    pugi::xml_document document;
    document.load_buffer(answer.body.data(), answer.body.size());
    const auto root = document.document_element();
    std::vector<std::string> ids;
    for (const auto& row : root.children()) ids.emplace_back(row.attribute("id").value());
    return list_page(
        0, 0, asked.offset, asked.limit,
        static_cast<std::size_t>(parse_decimal(root.attribute("total").value()).value_or(0)), ids);
  }

  scenario::Target& target_;
  LoadOptions options_;
  Prng prng_;
  std::vector<std::string> registers_;
  std::string home_;
  std::vector<std::string> listed_;
  std::size_t pending_ = 0;
  int values_ = 0;
  std::map<std::string, Seen> seen_;
};

}  // namespace

Result<std::map<std::string, Seen>> run_load(scenario::Target& target, const LoadOptions& options) {
  return Load(target, options).go();
}

}  // namespace curia::linear
