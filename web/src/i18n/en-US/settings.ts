// Settings.
import type { Same } from '../shape'
import type { settings as zh } from '../zh-CN/settings'

export const settings: Same<typeof zh> = {
  title: 'Settings',
  parts: { mine: 'Me', tokens: 'API tokens', imports: 'Imports', bin: 'Bin', people: 'People', audit: 'Audit', backups: 'Backups' },
  mineHint: 'Language, appearance and density are only yours.',
  change: 'Change',
  more: 'Older',
  all: 'All',
  never: 'never',
  failed: 'That did not work, please try again',
  people: {
    title: 'People', find: 'Find by name or account', add: 'Add person', none: 'Nobody found',
    name: 'Name', account: 'Account', department: 'Department', roles: 'Roles', state: 'State', password: 'Password',
    passwordHint: 'At least 8 characters, the longer the better', passwordKeep: 'Leave empty to keep it',
    disable: 'Disable', enable: 'Enable',
    states: { active: 'active', disabled: 'disabled', not_activated: 'not activated' },
  },
  tokens: {
    title: 'API tokens', why: 'Lets a program read and write in your name, with only the rights it needs, until it expires.', none: 'No tokens yet',
    name: 'Name', scopes: 'Scopes', expires: 'Expires', used: 'Last used', end: 'Revoke', days: 'Valid for', forDays: '{{days}} days', make: 'Make token',
    once: 'Shown only once: copy it now', copy: 'Copy and close',
    scope: { read: 'read', write: 'write', import: 'import', export: 'export', configure: 'configure' },
  },
  bin: {
    title: 'Bin', why: 'Deleted records stay for 30 days and come back as they were.', none: 'The bin is empty', noneWhy: 'Deleted records come here first.',
    record: 'Record', form: 'Kind', deleted: 'Deleted', by: 'By', restore: 'Restore', restored: 'Restored “{{title}}”',
  },
  imports: {
    title: 'Imports', none: 'Nothing imported yet', noneWhy: 'Bring the team’s workbook; a wrong import can be undone.', start: 'Import a workbook', file: 'File', state: 'State', created: 'Created',
    states: { proposed: 'to start', queued: 'queued', running: 'running', done: 'done', failed: 'failed', cancelled: 'stopped' },
  },
  audit: {
    title: 'Audit', at: 'When', by: 'Who', what: 'What', detail: 'Detail', from: 'From', system: 'System',
    action: {
      session_created: 'Signed in', session_refused: 'Sign-in refused', session_ended: 'Signed out', export_made: 'Exported',
      import_started: 'Import started', import_done: 'Import done', bulk_started: 'Bulk change started', bulk_run: 'Bulk change done',
      bulk_undone: 'Bulk change undone', undo_run: 'Undo done', form_published: 'Form published', app_installed: 'App installed',
      token_created: 'Token made', token_revoked: 'Token ended', person_created: 'Person added', person_changed: 'Person changed',
      person_disabled: 'Person disabled', person_enabled: 'Person enabled', person_activated: 'First sign-in', person_merged: 'People merged',
      person_password_changed: 'Password changed', person_roles_changed: 'Roles changed', department_created: 'Department added',
      department_changed: 'Department changed', department_deleted: 'Department deleted', role_changed: 'Role rights changed',
      role_deleted: 'Role deleted', backup_asked: 'Backup', bin_emptied: 'Bin emptied', record_purged: 'Record destroyed',
      workspace_created: 'Workspace made', import_undone: 'Import undone',
    },
    about: {
      records: 'records', changed: 'changed', unchanged: 'unchanged', failed: 'refused', restored: 'restored', left: 'kept', batch: 'batch',
      import: 'import', undo: 'undo batch', rows: 'rows', created: 'created', updated: 'filled in', format: 'format', file: 'file',
      account: 'account', name: 'name', agent: 'browser', search: 'search', job: 'job',
    },
  },
  backups: {
    title: 'Backups', why: 'Made every night and tried by restoring; the last 14 are kept.', now: 'Back up now', started: 'Backup started; you will be told when it is done', none: 'No backups yet', noneWhy: 'Tonight the first one is made by itself.',
    at: 'When', file: 'File', checked: 'Check', good: 'restorable', bad: 'broken', size: 'Size',
  },
}
