// upgrade: images of other versions, and the way to one of them.
#include "impl/service/backup/upgrades.hpp"

#include "impl/service/mmp/commands/topics.hpp"
#include "impl/store/schema.hpp"

namespace curia::mmp {
namespace {

using backup::Image;
using backup::Manifest;

void upgrade_list(const CallPtr& call) {
  call->mmp().upgrades().list([call](Result<std::vector<Image>> images) {
    if (!images) return call->failure(images.error());
    if (images->empty()) return call->print("There are no images.");
    for (const Image& image : *images) {
      call->print(
          image.name + "  " + std::to_string(image.bytes) + " bytes  " +
          (image.problem.empty() ? "version " + image.version : "FAILURE: " + image.problem));
      call->print("  SHA-256: " + image.sha256);
    }
  });
}

void installed(const CallPtr& call, const Manifest& manifest) {
  if (manifest.schema < store::schema_version)
    call->print("Version " + manifest.version +
                " cannot read this database: it starts with an empty one. Then roll a backup of "
                "that version back.");
  take_effect(call, "version " + manifest.version + " is installed");
}

void install(const CallPtr& call, const std::string& name) {
  if (auto there = call->mmp().upgrades().look(name); !there) return call->failure(there.error());
  call->confirm("This installs " + name + " and restarts the server.", [call, name] {
    call->print("Verifying " + name + " ...");
    call->mmp().upgrades().install(name, call->mmp().accounts().table().encoded(),
                                   [call](Result<Manifest> done) {
                                     done ? installed(call, *done) : call->failure(done.error());
                                   });
  });
}

void upgrade(const CallPtr& call) { install(call, std::string(backup::default_image)); }

void upgrade_to(const CallPtr& call) { install(call, call->value(0)); }

void upgrade_remove(const CallPtr& call) {
  const auto removed = call->mmp().upgrades().remove(call->value(0));
  removed ? call->success("image removed") : call->failure(removed.error());
}

void upgrade_clean(const CallPtr& call) {
  call->mmp().upgrades().clean([call](Result<> done) {
    done ? call->success("images removed") : call->failure(done.error());
  });
}

}  // namespace

const Topic upgrade_topic = {
    "upgrade",
    "Upgrade and downgrade",
    {{"upgrade", admins, "Installs upgrade.img and restarts the server; wants a capital Y.",
      upgrade},
     {"upgrade list", admins, "The images that are there, their SHA-256 and version.",
      upgrade_list},
     {"upgrade <filename>", admins,
      "Installs this image, of a later version or an earlier one; wants a capital Y.", upgrade_to},
     {"upgrade remove <filename>", admins, "Deletes an image.", upgrade_remove},
     {"upgrade clean", admins, "Deletes all images, and programs that run no more.",
      upgrade_clean}}};

}  // namespace curia::mmp
