#include "sim/world/directory.hpp"

namespace curia::sim {

SimDirectory::SimDirectory(const Env& env)
    : clock_(env.clock),
      timers_(env.timers),
      own_(std::make_unique<DirectoryTree>()),
      tree_(own_.get()) {}

SimDirectory::SimDirectory(Clock& clock, Timers& timers, DirectoryTree* tree,
                           DirectoryServer server)
    : clock_(clock), timers_(timers), tree_(tree), server_(std::move(server)) {}

template <class T>
void SimDirectory::answer(Done<Result<T>> done,
                          std::move_only_function<Result<T>(DirectoryTree&)> question) {
  timers_.at(clock_.now() + directory_latency,
             [this, alive = std::weak_ptr<bool>(alive_), done = std::move(done),
              question = std::move(question)]() mutable {
               if (alive.expired()) return;
               if (tree_ == nullptr)
                 return done(fail(Errc::unavailable, "nobody is at '" + server_.address + "'"));
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
  const auto found = map_.find({server.address, server.port});
  return std::make_unique<SimDirectory>(
      clock_, timers_, found == map_.end() || server.secure ? nullptr : &found->second, server);
}

}  // namespace curia::sim
