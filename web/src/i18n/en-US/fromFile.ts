// A form from a workbook.
import type { Same } from '../shape'
import type { fromFile as zh } from '../zh-CN/fromFile'

export const fromFile: Same<typeof zh> = {
  start: 'Start from Excel',
  startWhy: 'Columns become fields, types are recognised, the data follows',
  title: 'A form from Excel',
  why: 'Choose a workbook. You see what each column would be and can change it before anything is made.',
  drop: 'Drop an Excel or CSV file here, or click to choose',
  reading: 'Uploading…',
  other: 'Another file',
  make_one: 'Make the form ({{count}} field)',
  make_other: 'Make the form ({{count}} fields)',
  name: 'Name of the form',
  sheet: 'Sheet',
  found_one: '{{count}} row of data. It can be imported as soon as the form is published.',
  found_other: '{{count}} rows of data. They can be imported as soon as the form is published.',
  columns: 'Columns',
  take: 'Take {{name}}',
  fieldName: 'Field name of {{name}}',
  kindOf: 'Type of {{name}}',
  relationTo: '{{form}} (relation)',
  points: '{{met}}/{{asked}} known: {{form}}',
  titleMark: 'Title',
  and: ', ',
  without: {
    owner: 'The owner that every record has; no field is needed',
    counter: 'Only numbers the rows',
    empty: 'Nothing in it',
  },
  failed: 'That did not work, please try again',
}
