// Every area in this language.
import { common } from './common'
import { shell } from './shell'
import { session } from './session'
import { errors } from './errors'
import { fields } from './fields'
import { formula } from './formula'
import { list } from './list'
import { record } from './record'
import { kanban } from './kanban'
import { importing } from './importing'
import { dashboard } from './dashboard'
import { today } from './today'
import { agenda } from './agenda'
import { settings } from './settings'
import { designer } from './designer'
import { views } from './views'
import { linked } from './linked'
import { publicForms } from './publicForms'
import { publicPage } from './publicPage'
import { apps } from './apps'
import { fromFile } from './fromFile'
import { printing } from './printing'
import { menu } from './menu'
import { sharing } from './sharing'
import { roles } from './roles'
import { explain } from './explain'
import { looking } from './looking'
import { handover } from './handover'
import { organisation } from './organisation'
import { security } from './security'
import { audit } from './audit'
import { personal } from './personal'
import { messages } from './messages'
import { twins } from './twins'
import { merging } from './merging'
import { duplicates } from './duplicates'
import { pushing } from './pushing'
import { pushDesign } from './pushDesign'
import { work } from './work'
import { worktime } from './worktime'
import { plugs } from './plugs'
import { pools } from './pools'
import { rules } from './rules'
import { poolDesign } from './poolDesign'
import { ruleDesigner } from './ruleDesigner'

export const catalogue = {
  common,
  shell,
  session,
  errors,
  fields,
  formula,
  list,
  record,
  kanban,
  importing,
  dashboard,
  today,
  agenda,
  settings,
  designer,
  views,
  linked,
  publicForms,
  publicPage,
  apps,
  fromFile,
  printing,
  menu,
  sharing,
  roles,
  explain,
  looking,
  handover,
  organisation,
  security,
  audit,
  personal,
  messages,
  twins,
  merging,
  duplicates,
  pushing,
  pushDesign,
  work,
  worktime,
  plugs,
  pools,
  rules,
  poolDesign,
  ruleDesigner,
}
