const extension = /\.ya?ml$/i;
/** Editors and file systems leave such files beside those that they are about. */
const isHidden = (name: string) => name.startsWith('.');

/** Whether a file of a content folder is about a film, by its name. */
export const isContentFile = (name: string): boolean => extension.test(name) && !isHidden(name);

/** A file's name without what says that it is YAML: the film's key, where it is one. */
export const withoutExtension = (name: string): string => name.replace(extension, '');
