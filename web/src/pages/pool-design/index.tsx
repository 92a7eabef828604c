// The editor of a pool, over the whole sheet.
export { PoolEditor as default } from '@/features/pools/design/PoolEditor'
