#include "sim/scenario/received.hpp"

#include "impl/wire/xml.hpp"
#include "model/base/url.hpp"
#include "sim/scenario/cdr_reader.hpp"

namespace curia::scenario {

void Received::add(const std::string& target, std::string body) {
  bodies_[std::string(target_path(target))].push_back(std::move(body));
}

Answer Received::answer(const std::string& target) const {
  constexpr std::string_view declaration = "<?xml version=\"1.0\"?>";
  Answer answer;
  answer.status = 200;
  answer.headers.push_back({"Content-Type", "text/xml"});
  answer.body = std::string(declaration) + "<received>";
  CdrReader reader;
  const auto found = bodies_.find(std::string(target_path(target)));
  for (const std::string& body :
       found != bodies_.end() ? found->second : std::vector<std::string>{}) {
    reader.read(body);
    if (body.starts_with(declaration)) {
      answer.body += body.substr(declaration.size());
      continue;
    }
    answer.body += "<body>";
    append_xml_text(answer.body, body);
    answer.body += "</body>";
  }
  answer.body += "</received>";
  if (!reader.complaint().empty()) answer.headers.push_back({"Cdr-Complaint", reader.complaint()});
  if (const auto open = reader.checker().still_open(); !open.empty())
    answer.headers.push_back({"Cdr-Open", open});
  return answer;
}

}  // namespace curia::scenario
