import styles from './mark.module.css'

/** A person whose shoulders are a cloud; or the sun above one. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <circle cx="16" cy="6.4" r="5" className={styles.sun} />
    <g className={styles.cloud}>
      <Cloud />
    </g>
  </svg>
)

export const Cloud = () => (
  <>
    <circle cx="16" cy="20.4" r="7.4" />
    <circle cx="8.2" cy="22.2" r="5.6" />
    <circle cx="24.4" cy="22.8" r="5" />
    <rect x="8.2" y="20" width="16.2" height="7.8" />
  </>
)

export const Wordmark = () => (
  <span className={styles.word}>
    <Mark /> Human Cloud
  </span>
)
