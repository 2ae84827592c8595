#include "model/objects/co_space_template.hpp"

#include "model/objects/user_co_space_template.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"

namespace curia {

// The default must be one of the template's own access methods.
void save_co_space_template(SaveContext& save) {
  const auto& made = static_cast<const CoSpaceTemplate&>(save.after);
  if (!made.default_access_method_template) return;
  const Object* method =
      save.change.find(Kind::access_method_template, made.default_access_method_template);
  if (method == nullptr || method->parent != made.id)
    save.fail("coSpaceAccessMethodTemplateDoesNotExist");
}

std::string num_access_method_templates(const View& view, const Object& object) {
  return std::to_string(
      view.registry.table(Kind::access_method_template).count_children(object.id));
}

void save_user_co_space_template(SaveContext& save) {
  const auto& given = static_cast<const UserCoSpaceTemplate&>(save.after);
  for (const Object* other : save.change.children_of(Kind::user_co_space_template, given.parent))
    if (other->id != given.id &&
        static_cast<const UserCoSpaceTemplate*>(other)->co_space_template ==
            given.co_space_template)
      return save.fail("duplicateUserCoSpaceTemplate");
}

// What came from a directory goes only with the directory's word.
void erase_user_co_space_template(EraseContext& erase) {
  if (static_cast<const UserCoSpaceTemplate&>(erase.object).auto_generated == Flag::yes)
    erase.failures.push_back({.reason = "userCoSpaceTemplateDeletionProhibited"});
}

}  // namespace curia
