// How a form is arranged: sections, sheets, columns, and what stands between fields.
export { ElementView } from './ElementView'
export { fieldsIn, groupsOf, isArranged, type Group } from './layout'
export { useSheets } from './Sheets'
export { default as layoutCss } from './layout.module.css'
