#include "sim/world/directory.hpp"

#include "impl/wire/tls/machine.hpp"

namespace curia::sim {

SimDirectory::SimDirectory(const Env& env)
    : clock_(env.clock),
      timers_(env.timers),
      own_(std::make_unique<DirectoryTree>()),
      tree_(own_.get()) {}

SimDirectory::SimDirectory(Clock& clock, Timers& timers, DirectoryTree* tree,
                           DirectoryServer server)
    : clock_(clock), timers_(timers), tree_(tree), server_(std::move(server)) {}

// A secure port answers who shakes hands as the machines of both ends do, a plain one nobody else.
Result<> SimDirectory::greet() const {
  const bool is_tls_port = tree_->tls_port() != 0 && server_.port == tree_->tls_port();
  if (!server_.secure && !is_tls_port) return {};
  if (!server_.secure || !is_tls_port)
    return fail(Errc::unavailable, "one end speaks TLS, and the other does not");
  auto context = tls::Context::client(server_.trust, tls::Alpn::nothing);
  if (!context) return fail(Errc::unavailable, context.error().message);
  tls::Machine client(*context, clock_.wall(), server_.address);
  tls::Machine server(tree_->tls(), clock_.wall());
  std::string nothing;
  while (client.state() == tls::State::handshaking) {
    if (Result<> fed = server.feed(client.output(), nothing); !fed)
      return fail(Errc::unavailable, fed.error().message);
    client.clear_output();
    if (Result<> fed = client.feed(server.output(), nothing); !fed)
      return fail(Errc::unavailable, fed.error().message);
    server.clear_output();
  }
  return {};
}

template <class T>
void SimDirectory::answer(Done<Result<T>> done,
                          std::move_only_function<Result<T>(DirectoryTree&)> question) {
  timers_.at(clock_.now() + directory_latency,
             [this, alive = std::weak_ptr<bool>(alive_), done = std::move(done),
              question = std::move(question)]() mutable {
               if (alive.expired()) return;
               if (tree_ == nullptr)
                 return done(fail(Errc::unavailable, "nobody is at '" + server_.address + "'"));
               if (Result<> greeted = greet(); !greeted) return done(fail(greeted.error()));
               done(question(*tree_));
             });
}

// Who searches logs in first, as the real client does.
void SimDirectory::page(DirectorySearch search, std::string cookie,
                        Done<Result<DirectoryPage>> done) {
  answer<DirectoryPage>(std::move(done),
                        [this, search = std::move(search),
                         cookie = std::move(cookie)](DirectoryTree& tree) -> Result<DirectoryPage> {
                          if (!server_.username.empty()) {
                            Result<> in = tree.log_in(server_.username, server_.password);
                            if (!in) return fail(in.error());
                          }
                          return tree.find(search, cookie);
                        });
}

void SimDirectory::bind(std::string dn, std::string password, Done<Result<>> done) {
  answer<void>(std::move(done), [dn = std::move(dn), password = std::move(password)](
                                    DirectoryTree& tree) { return tree.log_in(dn, password); });
}

std::unique_ptr<Directory> SimDirectories::open(const DirectoryServer& server) {
  DirectoryTree* tree = nullptr;
  for (auto& [where, candidate] : map_)
    if (where.first == server.address &&
        (where.second == server.port || candidate.tls_port() == server.port))
      tree = &candidate;
  return std::make_unique<SimDirectory>(clock_, timers_, tree, server);
}

}  // namespace curia::sim
