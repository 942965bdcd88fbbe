// SPDX-License-Identifier: EUPL-1.2
// The version of a function as people read it: that of the code and, where it has one, that of its model.

export interface Version {
  program: string;
  /** The first bytes of the model file's hash; empty where there is no model. */
  model: string;
}

/** "2.0.0+1a2b3c4d", as the findings name it. */
export function version_of(text: string): Version {
  const [program = "", model = ""] = text.split("+", 2);
  return { program, model };
}
