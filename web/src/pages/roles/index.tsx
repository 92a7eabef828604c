// The editor of one role, over the whole sheet.
export { RoleEditor as default } from '@/features/roles/RoleEditor'
