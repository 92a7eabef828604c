// Likely twins among the records of a form.
import { DuplicatesPage } from '@/features/duplicates/DuplicatesPage'

export default DuplicatesPage
