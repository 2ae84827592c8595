// The web listener alone, for bench/https_get.py: every GET with the right Authorization header is
// answered with the same body. What the real server costs beyond this is routing and XML.
//
//   https_static CERTIFICATE KEY PORT BODY_BYTES AUTHORIZATION     (PORT 0: any; prints it)
//   https_static --make CERTIFICATE KEY                            (writes a new identity)
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "impl/io/reality.hpp"
#include "impl/service/web/listener.hpp"
#include "impl/wire/tls/certificate.hpp"

namespace {

using namespace curia;

class Static final : public web::Handler {
 public:
  Static(std::size_t body_bytes, std::string authorization)
      : body_(body_bytes, 'x'), authorization_(std::move(authorization)) {}

  void handle(const http::Request& request, const Endpoint&, web::Responder respond) override {
    if (request.header("Authorization") != authorization_) {
      respond({.status = 401, .headers = {}, .body = {}});
      return;
    }
    respond({.status = 200, .headers = {{"Content-Type", "text/xml"}}, .body = body_});
  }

 private:
  std::string body_;
  std::string authorization_;
};

std::string content_of(const char* path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

int make_identity(const char* certificate, const char* key) {
  const WallTime now = std::chrono::system_clock::now();
  const auto identity = tls::make_self_signed({"localhost", "127.0.0.1"}, 30, now);
  if (!identity) return 1;
  std::ofstream(certificate) << identity->certificate_pem;
  std::ofstream(key) << identity->key_pem;
  return 0;
}

int serve(char** argv) {
  io::Reality reality({});
  auto context = tls::Context::server({content_of(argv[1]), content_of(argv[2])});
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[3]));
  if (!context) {
    std::cerr << context.error().message << "\n";
    return 1;
  }
  Static handler(static_cast<std::size_t>(std::atoi(argv[4])), argv[5]);
  web::Listener listener(reality.env(),
                         {.name = "bench", .local = {loopback_v4, port}, .tls = *context}, handler);
  const auto local = listener.start();
  if (!local) {
    std::cerr << local.error().message << "\n";
    return 1;
  }
  std::cout << local->port << std::endl;
  reality.on_stop_signal([&](int) { listener.drain(1s, [&] { reality.stop(); }); });
  reality.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "--make") return make_identity(argv[2], argv[3]);
  if (argc == 6) return serve(argv);
  std::cerr << "see the head of bench/https_static.cpp\n";
  return 2;
}
