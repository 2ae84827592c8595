#include "tools/curia/console.hpp"

#include "impl/service/mmp/console_link.hpp"

namespace curia::tools {
namespace {

class Link final : public io::LocalHandler {
 public:
  Link(mmp::Mmp& mmp, io::LocalConnection& connection)
      : link_(
            mmp, [&connection](std::string bytes) { connection.send(bytes); },
            [&connection] { connection.close(); }) {}
  void on_received(std::string_view bytes) override { link_.receive(bytes); }
  void on_closed() override { link_.gone(); }

 private:
  mmp::ConsoleLink link_;
};

}  // namespace

std::string console_path(const std::string& data) { return data + "/console"; }

Result<std::unique_ptr<io::LocalDoor>> open_console(io::Reality& reality, mmp::Mmp& mmp,
                                                    const std::string& data) {
  return reality.open_local_door(console_path(data), [&mmp](io::LocalConnection& connection) {
    return std::make_unique<Link>(mmp, connection);
  });
}

}  // namespace curia::tools
