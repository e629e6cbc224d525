using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

public static class PlaybookServices
{
    /// <summary>
    /// Adds <see cref="PlaybookCatalog"/> and the <see cref="IRunProgram"/>. Wants <see cref="IClusters"/>, every
    /// <see cref="IClusterKind"/> and a <see cref="TimeProvider"/> among the services.
    /// </summary>
    public static IServiceCollection AddPlaybooks(this IServiceCollection services, PlaybookSettings settings) => services
        .AddSingleton(provider => new PlaybookCompiler(
            new CompilationCache(settings.CacheFolder, provider.GetRequiredService<ILogger<CompilationCache>>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PlaybookCompiler>>()))
        .AddSingleton(provider => new PlaybookCatalog(
            settings,
            provider.GetServices<IClusterKind>(),
            provider.GetRequiredService<PlaybookCompiler>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PlaybookCatalog>>()))
        .AddSingleton(provider => new PlaybookFiles(
            settings,
            provider.GetRequiredService<PlaybookCatalog>(),
            new PlaybookReader([.. provider.GetServices<IClusterKind>()], settings.ReservedWords, provider.GetRequiredService<PlaybookCompiler>())))
        .AddSingleton(provider => new EditorFiles(settings, provider.GetRequiredService<PlaybookCatalog>(), [.. provider.GetServices<IClusterKind>()]))
        .AddSingleton(provider => new PlaybookProgram(provider.GetRequiredService<PlaybookCompiler>(), provider.GetRequiredService<IClusters>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IRunProgram>(provider => provider.GetRequiredService<PlaybookProgram>());
}
