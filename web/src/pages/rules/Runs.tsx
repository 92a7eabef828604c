// The runs of rules.
import { RunsPage } from '@/features/rules/runs/RunsPage'

export default RunsPage
