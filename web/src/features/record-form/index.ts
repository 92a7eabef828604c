// Filling in a record: the create drawer and its parts.
export { CreateDrawer } from './CreateDrawer'
export { linkedTo } from './linking'
export { RecordFields } from './RecordFields'
export { useRecordForm, type RecordForm } from './recordForm'
export { RuleNotes } from './RuleNotes'
