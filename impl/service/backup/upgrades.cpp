#include "impl/service/backup/upgrades.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "impl/service/backup/in_bulk.hpp"
#include "impl/service/backup/state_files.hpp"
#include "impl/store/schema.hpp"
#include "impl/wire/tls/signature.hpp"
#include "model/admin/configuration.hpp"
#include "model/admin/values.hpp"
#include "model/base/base64.hpp"
#include "model/base/text.hpp"

namespace curia::backup {
namespace {

constexpr std::size_t id_digits = 16;  // of the hash of an image, as the name of its folder

// "3.3.1 (Curia)" as three numbers; what is no number is 0.
std::array<std::int64_t, 3> numbers_of(std::string_view version) {
  std::array<std::int64_t, 3> numbers{};
  version = version.substr(0, version.find_first_not_of("0123456789."));
  for (std::int64_t& number : numbers) {
    const std::size_t dot = version.find('.');
    number = parse_decimal(version.substr(0, dot)).value_or(0);
    if (dot == std::string_view::npos) break;
    version.remove_prefix(dot + 1);
  }
  return numbers;
}

// Who is asked for whether an image may be believed.
ArchiveFile::Check signature_check(Files& files) {
  return [&files](const std::string& sha256, const std::string& text) -> Result<> {
    const auto key = files.read(std::string(image_key_file));
    if (!key)
      return fail(Errc::not_permitted,
                  "this installation knows no key that signs images: the administrator of the "
                  "machine puts it into " +
                      std::string(image_key_file));
    const auto signature = parse_base64(text);
    if (!signature) return fail(Errc::corrupt, "its signature cannot be read");
    return tls::verify_ed25519(*key, signed_text(sha256), *signature);
  };
}

Result<> check_name(const std::string& name) {
  if (admin::is_file_name(name) && name.ends_with(image_suffix)) return {};
  return fail(Errc::invalid_value, "'" + name + "' is not the name of an image (NAME.img)");
}

Error no_image(const std::string& name) {
  return {Errc::not_found, "", "there is no image '" + name + "'"};
}

Result<Contents> verify_image(Files& files, const std::string& name) {
  if (auto valid = check_name(name); !valid) return fail(valid.error());
  auto archive = ArchiveFile::open(files, admin::upload_path(name));
  if (!archive && archive.error().code == Errc::not_found) return fail(no_image(name));
  if (!archive) return fail(archive.error());
  if (archive->is_sealed()) return fail(Errc::corrupt, "'" + name + "' is no image");
  auto contents = archive->verify(signature_name, signature_check(files));
  if (!contents) return contents;
  if (contents->manifest.kind != Kind::upgrade || !contents->places.contains(program_name))
    return fail(Errc::corrupt, "'" + name + "' is no image");
  return contents;
}

Result<Image> look_at_image(Files& files, const std::string& name) {
  Image image{name, 0, {}};
  const std::string path = admin::upload_path(name);
  const auto size = files.size(path);
  if (!size) return fail(size.error());
  image.bytes = *size;
  Sha256 hash;
  for (std::uint64_t at = 0; at < image.bytes; at += seal_piece_bytes) {
    const auto piece = files.read_part(path, at, seal_piece_bytes);
    if (!piece) return fail(piece.error());
    hash.add(*piece);
  }
  image.sha256 = hash.hex();
  if (const auto contents = verify_image(files, name))
    image.version = contents->manifest.version;
  else
    image.problem = contents.error().message;
  return image;
}

Result<std::vector<std::string>> image_names(Files& files) {
  auto names = files.list(std::string(admin::upload_folder));
  if (names)
    std::erase_if(*names, [](const std::string& name) { return !name.ends_with(image_suffix); });
  return names;
}

Result<> write_program(Files& files, Programs& programs, const std::string& image,
                       const Contents& contents, const std::string& id) {
  if (auto begun = programs.begin(id); !begun) return begun;
  const Place place = contents.places.at(std::string(program_name));
  for (std::uint64_t done = 0; done < place.size;) {
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(seal_piece_bytes, place.size - done));
    const auto bytes = files.read_part(admin::upload_path(image), place.offset + done, count);
    if (!bytes) return fail(bytes.error());
    if (bytes->size() != count) return fail(Errc::corrupt, "the image was changed meanwhile");
    if (auto written = programs.append(*bytes); !written) return written;
    done += count;
  }
  if (auto ended = programs.end(); !ended) return ended;
  const auto said = programs.ask(id);
  if (!said) return fail(said.error());
  const Manifest& manifest = contents.manifest;
  if (*said != manifest.version + "\n" + std::to_string(manifest.schema) + "\n")
    return fail(Errc::invalid_value,
                "the program in the image is not what its manifest says: it calls itself '" +
                    said->substr(0, said->find('\n')) + "'");
  return {};
}

}  // namespace

std::string signed_text(const std::string& sha256) { return "Curia upgrade image 1\n" + sha256; }

Upgrades::Upgrades(const Env& env, Backups& backups, Programs* programs)
    : env_(env), backups_(backups), programs_(programs) {}

template <class T>
void Upgrades::in_bulk(std::function<Result<T>()> job, Done<Result<T>> done) {
  backup::in_bulk<T>(
      env_.work, std::move(job),
      [alive = std::weak_ptr(alive_), done = std::move(done)](Result<T> outcome) mutable {
        if (!alive.expired()) done(std::move(outcome));
      });
}

void Upgrades::list(Done<Result<std::vector<Image>>> done) {
  in_bulk<std::vector<Image>>(
      [files = &env_.files]() -> Result<std::vector<Image>> {
        const auto names = image_names(*files);
        if (!names) return fail(names.error());
        std::vector<Image> images;
        for (const std::string& name : *names) {
          auto image = look_at_image(*files, name);
          if (!image) return fail(image.error());
          images.push_back(*std::move(image));
        }
        return images;
      },
      std::move(done));
}

// From the image to the switch, step by step; an error at any of them ends it with all as it was.
class Upgrades::Installation : public std::enable_shared_from_this<Installation> {
 public:
  Installation(Upgrades& owner, std::string image, std::vector<std::string> accounts,
               Done<Result<Manifest>> done)
      : owner_(owner),
        files_(owner.env_.files),
        programs_(*owner.programs_),
        image_(std::move(image)),
        accounts_(std::move(accounts)),
        done_(std::move(done)) {}

  void start() {
    const auto self = shared_from_this();
    owner_.in_bulk<Contents>([self] { return verify_image(self->files_, self->image_); },
                             [self](Result<Contents> contents) {
                               if (!contents) return self->done_(fail(contents.error()));
                               self->contents_ = *std::move(contents);
                               self->back_up();
                             });
  }

 private:
  const Manifest& manifest() const { return contents_.manifest; }

  void back_up() {
    const std::string& running = owner_.backups_.version();
    if (numbers_of(running) < numbers_of(manifest().minimum_version))
      return done_(fail(Errc::wrong_version, "an upgrade to " + manifest().version + " needs " +
                                                 manifest().minimum_version +
                                                 " at least, this is " + running));
    owner_.backups_.snapshot(std::string(automatic_backup), std::nullopt,
                             [self = shared_from_this()](Result<Finished> made) {
                               if (!made) return self->done_(fail(made.error()));
                               self->write();
                             });
  }

  void write() {
    id_ = contents_.sha256.substr(0, id_digits);
    const auto self = shared_from_this();
    owner_.in_bulk<void>(
        [self] {
          auto written = write_program(self->files_, self->programs_, self->image_, self->contents_,
                                       self->id_);
          if (!written) self->programs_.discard(self->id_);
          return written;
        },
        [self](Result<> written) {
          if (!written) return self->done_(fail(written.error()));
          self->empty_database();
        });
  }

  // Only for a program that could not read ours.
  void empty_database() {
    if (manifest().schema >= store::schema_version) return switch_over();
    owner_.backups_.stage_reset(
        Kind::reset_app, {accounts_, {}}, [self = shared_from_this()](Result<Manifest> staged) {
          if (staged)
            if (auto decided = self->owner_.backups_.decide(self->manifest().version); !decided)
              staged = fail(decided.error());
          if (!staged) return self->done_(fail(staged.error()));
          self->switch_over();
        });
  }

  void switch_over() {
    const auto self = shared_from_this();
    owner_.in_bulk<void>([self] { return self->programs_.switch_to(self->id_); },
                         [self](Result<> switched) {
                           if (!switched) return self->done_(fail(switched.error()));
                           self->done_(self->manifest());
                         });
  }

  Upgrades& owner_;
  Files& files_;
  Programs& programs_;
  std::string image_;
  std::vector<std::string> accounts_;
  Done<Result<Manifest>> done_;
  Contents contents_;
  std::string id_;
};

Result<> Upgrades::look(const std::string& name) const {
  if (programs_ == nullptr)
    return fail(Errc::unavailable, "this server cannot be upgraded from here");
  if (auto valid = check_name(name); !valid) return valid;
  const auto size = env_.files.size(admin::upload_path(name));
  if (!size && size.error().code == Errc::not_found) return fail(no_image(name));
  return size ? Result<>{} : fail(size.error());
}

void Upgrades::install(const std::string& name, std::vector<std::string> accounts,
                       Done<Result<Manifest>> done) {
  if (auto there = look(name); !there) return done(fail(there.error()));
  std::make_shared<Installation>(*this, name, std::move(accounts), std::move(done))->start();
}

Result<> Upgrades::remove(const std::string& name) {
  if (auto valid = check_name(name); !valid) return valid;
  auto removed = env_.files.remove(admin::upload_path(name));
  if (!removed && removed.error().code == Errc::not_found) return fail(no_image(name));
  return removed;
}

void Upgrades::clean(Done<Result<>> done) {
  in_bulk<void>(
      [files = &env_.files, programs = programs_]() -> Result<> {
        const auto names = image_names(*files);
        if (!names) return fail(names.error());
        for (const std::string& name : *names)
          if (auto removed = files->remove(admin::upload_path(name)); !removed) return removed;
        return programs == nullptr ? Result<>() : programs->clean();
      },
      std::move(done));
}

}  // namespace curia::backup
