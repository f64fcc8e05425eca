/** Settings of one optimizer step. */
export interface OptimizerConfig {
  readonly rule: SgdRule | AdamRule;
  /**
   * Pull of filters and matrices towards 0. With SGD it is part of the gradient (an L2 penalty); with Adam it is apart
   * from it (AdamW, Loshchilov and Hutter 2019).
   */
  readonly weightDecay: number;
  /** Largest Euclidean norm of the whole gradient; a longer one is shortened (Pascanu et al. 2013). null: no limit. */
  readonly clipNorm: number | null;
  /** How much of the running average of the weights is kept a step, 0..1. */
  readonly averageDecay: number;
}

/** SGD with Nesterov momentum (Sutskever et al. 2013). */
export interface SgdRule {
  readonly type: 'sgd';
  /** 0..1 */
  readonly momentum: number;
}

/** Adam (Kingma and Ba 2015), with bias correction. */
export interface AdamRule {
  readonly type: 'adam';
  /** How much of the running mean of the gradient is kept a step, 0..1. */
  readonly beta1: number;
  /** The same for the mean of its square. */
  readonly beta2: number;
  readonly epsilon: number;
}
