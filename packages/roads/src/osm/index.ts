export { readExtract } from "./read-extract.ts";
export {
  ExtractError,
  type ExtractFormat,
  type ExtractMember,
  type ExtractRestriction,
  type ExtractWay,
  type ImportReport,
  type ReadOptions,
  type ReadProgress,
  type RoadExtract,
  type Tags,
} from "./road-extract.ts";
