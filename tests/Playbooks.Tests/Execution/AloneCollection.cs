namespace Nightshift.Playbooks.Tests.Execution;

/// <summary>Tests that measure the whole process run while no other does.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneCollection;
