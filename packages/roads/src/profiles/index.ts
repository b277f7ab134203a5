export { type CompileOptions, compileProfile } from "./compile-profile.ts";
export { parseProfile } from "./parse-profile.ts";
export {
  type CompiledProfile,
  type Limit,
  type NodeRule,
  type Profile,
  ProfileError,
  type SpeedKmh,
  type TagCondition,
  type WayKind,
  type WayRule,
  type WeekMoment,
} from "./profile.ts";
export { profileOf, profiles } from "./shipped-profiles.ts";
