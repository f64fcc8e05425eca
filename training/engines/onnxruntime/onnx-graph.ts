import { PbfWriter } from 'pbf';

/** Attributes of a node: whole numbers, lists of them, or `{ float }`. */
export type OnnxAttributes = Readonly<Record<string, number | readonly number[] | { readonly float: number }>>;

/** Writes one protobuf message's fields. */
type WriteFields = (pbf: PbfWriter) => void;

// Numbers of onnx.proto (github.com/onnx/onnx, IR version 8).
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;
const IR_VERSION = 8;
const OPSET = 17;

/** Operators of onnxruntime that are not in the standard. */
export const MICROSOFT = 'com.microsoft';
/** Those of them that take feature maps in blocks of channels. */
export const NCHWC = 'com.microsoft.nchwc';

/**
 * An ONNX graph under construction. Tensors are known by name; `apply` adds a node and returns the name of what it
 * gives. Everything is float32 but the whole numbers that operators take as arguments.
 */
export class OnnxGraph {
  readonly #nodes: WriteFields[] = [];
  readonly #constants: WriteFields[] = [];
  readonly #inputs: WriteFields[] = [];
  readonly #outputs: WriteFields[] = [];
  readonly #known = new Map<string, string>();
  #count = 0;

  /** Declares an input of the graph. */
  addInput(name: string, shape: readonly number[]): string {
    this.#inputs.push(describeTensor(name, shape));
    return name;
  }

  /** Makes a tensor an output of the graph. */
  addOutput(name: string, tensor: string, shape: readonly number[]): void {
    this.#nodes.push(describeNode('Identity', [tensor], [name], {}, ''));
    this.#outputs.push(describeTensor(name, shape));
  }

  /** Adds a node with one output. */
  apply(operator: string, inputs: readonly string[], attributes: OnnxAttributes = {}, domain = ''): string {
    return this.applyMany(operator, inputs, 1, attributes, domain)[0] as string;
  }

  /** Adds a node with several outputs. */
  applyMany(
    operator: string,
    inputs: readonly string[],
    outputCount: number,
    attributes: OnnxAttributes = {},
    domain = '',
  ): string[] {
    const outputs = Array.from({ length: outputCount }, () => this.#createName());
    this.#nodes.push(describeNode(operator, inputs, outputs, attributes, domain));
    return outputs;
  }

  /** Whole numbers, as an operator's argument. */
  integers(values: readonly number[]): string {
    return this.#addConstant(INT64, [values.length], values);
  }

  /** One number, of no dimension. */
  scalar(value: number): string {
    return this.#addConstant(FLOAT, [], [value]);
  }

  /** A vector with the same number throughout. */
  vector(length: number, value: number): string {
    return this.#addConstant(FLOAT, [length], new Array<number>(length).fill(value));
  }

  /** Weights that stay as they are, in row-major order. */
  tensor(values: Float32Array, shape: readonly number[]): string {
    return this.#writeConstant(FLOAT, shape, values);
  }

  reshape(tensor: string, shape: readonly number[]): string {
    return this.apply('Reshape', [tensor, this.integers(shape)]);
  }

  /** The model file's bytes. */
  build(): Uint8Array {
    const pbf = new PbfWriter();
    pbf.writeVarintField(1, IR_VERSION);
    pbf.writeStringField(2, 'mien');
    pbf.writeMessage(7, writeFields, (graph) => {
      for (const node of this.#nodes) graph.writeMessage(1, writeFields, node);
      graph.writeStringField(2, 'training');
      for (const constant of this.#constants) graph.writeMessage(5, writeFields, constant);
      for (const input of this.#inputs) graph.writeMessage(11, writeFields, input);
      for (const output of this.#outputs) graph.writeMessage(12, writeFields, output);
    });
    for (const [domain, version] of [
      ['', OPSET],
      [MICROSOFT, 1],
      [NCHWC, 1],
    ] as const) {
      pbf.writeMessage(8, writeFields, (opset) => {
        opset.writeStringField(1, domain);
        opset.writeVarintField(2, version);
      });
    }
    return pbf.finish();
  }

  #createName(): string {
    return `t${this.#count++}`;
  }

  /** Equal constants are one. */
  #addConstant(type: number, shape: readonly number[], values: readonly number[]): string {
    const key = `${type} ${shape.join()} ${values.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const data = type === FLOAT ? Float32Array.from(values) : BigInt64Array.from(values, BigInt);
    const name = this.#writeConstant(type, shape, data);
    this.#known.set(key, name);
    return name;
  }

  #writeConstant(type: number, shape: readonly number[], data: Float32Array | BigInt64Array): string {
    const name = this.#createName();
    this.#constants.push((pbf) => {
      for (const length of shape) pbf.writeVarintField(1, length);
      pbf.writeVarintField(2, type);
      pbf.writeStringField(8, name);
      pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    });
    return name;
  }
}

/** Element-wise operators with two inputs. */
export function arithmetic(graph: OnnxGraph) {
  return {
    add: (a: string, b: string) => graph.apply('Add', [a, b]),
    sub: (a: string, b: string) => graph.apply('Sub', [a, b]),
    mul: (a: string, b: string) => graph.apply('Mul', [a, b]),
  };
}

function writeFields(fields: WriteFields, pbf: PbfWriter): void {
  fields(pbf);
}

function describeTensor(name: string, shape: readonly number[]): WriteFields {
  return (pbf) => {
    pbf.writeStringField(1, name);
    pbf.writeMessage(2, writeFields, (type) => {
      type.writeMessage(1, writeFields, (tensor) => {
        tensor.writeVarintField(1, FLOAT);
        tensor.writeMessage(2, writeFields, (dimensions) => {
          for (const length of shape) {
            dimensions.writeMessage(1, writeFields, (dimension) => dimension.writeVarintField(1, length));
          }
        });
      });
    });
  };
}

function describeNode(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: OnnxAttributes,
  domain: string,
): WriteFields {
  return (pbf) => {
    for (const input of inputs) pbf.writeStringField(1, input);
    for (const output of outputs) pbf.writeStringField(2, output);
    pbf.writeStringField(4, operator);
    for (const [name, value] of Object.entries(attributes)) {
      pbf.writeMessage(5, writeFields, (attribute) => {
        attribute.writeStringField(1, name);
        if (typeof value === 'number') {
          attribute.writeVarintField(3, value);
          attribute.writeVarintField(20, ATTRIBUTE_INT);
        } else if ('float' in value) {
          attribute.writeFloatField(2, value.float);
          attribute.writeVarintField(20, ATTRIBUTE_FLOAT);
        } else {
          for (const item of value) attribute.writeVarintField(8, item);
          attribute.writeVarintField(20, ATTRIBUTE_INTS);
        }
      });
    }
    if (domain !== '') pbf.writeStringField(7, domain);
  };
}
