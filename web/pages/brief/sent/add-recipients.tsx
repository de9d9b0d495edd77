type AddProps = { opened: boolean; onClose: () => void }

/** SPEC 5: a sent brief can get more recipients. */
export const AddRecipients = ({ opened: _ }: AddProps) => null
