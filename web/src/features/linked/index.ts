// What stands between fields and lives from other records: queries and buttons.
export { LinkedElement } from './LinkedElement'
export { Asked, usePressing } from './pressing'
