using System.Reflection;
using System.Runtime.Loader;

namespace Nightshift.Playbooks;

/// <summary>Holds one loaded playbook for the length of one run. Everything that it refers to is the program's own.</summary>
internal sealed class PlaybookLoadContext(string name) : AssemblyLoadContext(name, isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        AssemblyLoadContext.GetLoadContext(typeof(PlaybookLoadContext).Assembly)?.LoadFromAssemblyName(assemblyName);
}
