using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Runs;

public static class RunsServices
{
    /// <summary>Adds <see cref="IRuns"/>, carried out by this process, on the SQLite file of the options. Needs an <see cref="IRunProgram"/>.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, RunOptions options)
    {
        services.AddSingleton<IRunStore>(_ => SqliteRunStore.Open(options.Database));
        services.AddSingleton(provider => new RunService(
            provider.GetRequiredService<IRunStore>(),
            provider.GetRequiredService<IRunProgram>(),
            options,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<RunService>>()));
        services.AddSingleton<IRuns>(provider => provider.GetRequiredService<RunService>());
        return services.AddHostedService(provider => provider.GetRequiredService<RunService>());
    }
}
