using System.Reflection;

namespace Nightshift.Playbooks;

/// <summary>A compiled playbook in a load context of its own, which goes away after disposal as soon as nothing refers to it.</summary>
internal sealed class LoadedPlaybook : IDisposable
{
    private const string Factory = "<Factory>";

    private readonly PlaybookLoadContext _context;
    private readonly Func<object?[], Task<object>> _factory;

    public LoadedPlaybook(CompiledPlaybook playbook)
    {
        _context = new PlaybookLoadContext(playbook.Descriptor.Path);
        var assembly = _context.LoadFromStream(new MemoryStream(playbook.Assembly, writable: false));
        var method = assembly.GetType(PlaybookSyntax.ClassName, throwOnError: true)!.GetMethod(Factory, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        _factory = method.CreateDelegate<Func<object?[], Task<object>>>();
    }

    /// <summary>Alive for as long as anything of the playbook is loaded.</summary>
    public WeakReference Script => new(_factory.Method.DeclaringType);

    // The first slot is for the globals, the second one the submission fills with itself.
    public Task RunAsync(PlaybookGlobals globals) => _factory([globals, null]);

    public void Dispose() => _context.Unload();
}
