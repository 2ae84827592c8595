#include "conformance/real/asker.hpp"

// The only places that include cpp-httplib are this file and real_peer.cpp.
#define CPPHTTPLIB_OPENSSL_SUPPORT
#include <httplib.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

#include "sim/scenario/http_text.hpp"

namespace curia::conformance {
namespace {

using namespace scenario;

constexpr time_t patience_s = 60;

Answer lost(std::string why) {
  Answer answer;
  answer.lost = true;
  answer.lost_why = std::move(why);
  return answer;
}

}  // namespace

struct HttpAsker::Library {
  explicit Library(const std::string& url) : client(url) {
    client.enable_server_certificate_verification(false);
    client.set_keep_alive(true);
    // Header and body leave in two writes; the second must not wait for the server's word.
    client.set_tcp_nodelay(true);
    client.set_url_encode(false);
    client.set_connection_timeout(patience_s);
    client.set_read_timeout(patience_s);
    client.set_write_timeout(patience_s);
  }
  httplib::Client client;
};

HttpAsker::HttpAsker(const std::string& url)
    : url_(url), library_(std::make_unique<Library>(url)) {}

HttpAsker::~HttpAsker() = default;

Answer HttpAsker::ask(const Request& request, const std::string& name,
                      const std::string& password) {
  if (request.method.empty()) return ask_raw(request);
  httplib::Request out;
  out.method = request.method;
  out.path = request.target;
  out.body = request.body;
  for (const auto& header : request.headers) out.headers.emplace(header.name, header.value);
  Login login = request.login;
  if (login.kind == Login::Kind::standard) login = {Login::Kind::named, name, password};
  if (const auto value = authorization(login); !value.empty())
    out.headers.emplace("Authorization", value);
  const auto result = library_->client.send(out);
  if (!result) return lost(httplib::to_string(result.error()));
  Answer answer;
  answer.status = result->status;
  answer.body = result->body;
  for (const auto& [header, value] : result->headers) answer.headers.push_back({header, value});
  return answer;
}

Answer HttpAsker::ask_raw(const Request& request) {
  const bool secure = url_.starts_with("https://");
  const auto host = url_.substr(url_.find("://") + 3);
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  &SSL_CTX_free);
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(
      secure ? BIO_new_ssl_connect(context.get()) : BIO_new(BIO_s_connect()), &BIO_free_all);
  if (!bio || BIO_set_conn_hostname(bio.get(), host.c_str()) != 1 || BIO_do_connect(bio.get()) != 1)
    return lost("no connection");
  if (BIO_write(bio.get(), request.raw.data(), static_cast<int>(request.raw.size())) <= 0)
    return lost("the connection broke");
  std::string text;
  for (;;) {
    char buffer[16384];
    const int count = BIO_read(bio.get(), buffer, sizeof buffer);
    if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
    const auto read = read_answer_text(text, false, count <= 0);
    if (!read) return lost(read.error().message);
    if (*read) return (*read)->answer;
    if (count <= 0) return lost("the connection ended");
  }
}

}  // namespace curia::conformance
