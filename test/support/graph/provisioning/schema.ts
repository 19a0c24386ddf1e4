// The synchronization schema, in the form of the Graph reference.

export interface MappingSource {
  readonly type: 'Attribute' | 'Constant' | 'Function';
  readonly name: string;
  readonly expression: string;
  readonly parameters: readonly { readonly key: string; readonly value: MappingSource }[];
}

export interface AttributeMapping {
  readonly targetAttributeName: string;
  readonly source: MappingSource;
  readonly matchingPriority: number;
  readonly flowType: string;
  readonly flowBehavior: string;
  readonly defaultValue: string | null;
  readonly exportMissingReferences: boolean;
}

export interface SynchronizationSchema {
  directories: {
    readonly id: string;
    readonly name: string;
    readonly objects: readonly {
      readonly name: string;
      readonly attributes: readonly { readonly name: string }[];
    }[];
  }[];
  synchronizationRules: {
    readonly id: string;
    readonly name: string;
    readonly editable: boolean;
    readonly priority: number;
    readonly sourceDirectoryName: string;
    readonly targetDirectoryName: string;
    readonly objectMappings: readonly {
      readonly name: string;
      readonly enabled: boolean;
      readonly flowTypes: string;
      readonly scope: null;
      readonly sourceObjectName: string;
      readonly targetObjectName: string;
      readonly attributeMappings: readonly AttributeMapping[];
    }[];
  }[];
}
