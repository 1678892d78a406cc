/** How a link inside of a text looks: underlined, because colour alone is not enough. */
export const TEXT_LINK = "text-accent underline decoration-line underline-offset-4 hover:decoration-accent";
