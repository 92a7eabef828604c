// A pool.
import { PoolPage } from '@/features/pools/PoolPage'

export default PoolPage
