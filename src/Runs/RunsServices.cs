using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Runs.Audit;
using Nightshift.Runs.Channels;
using Nightshift.Runs.Locks;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Runs;

public static class RunsServices
{
    /// <summary>
    /// Adds <see cref="IRuns"/>, carried out by this process, with the locks of clusters and the record of it all, on the SQLite file of the options. Needs an
    /// <see cref="IRunProgram"/>.
    /// </summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, RunOptions options)
    {
        services.AddSingleton(_ => SqliteRunStore.Open(options.Database));
        services.AddSingleton<IRunStore>(provider => provider.GetRequiredService<SqliteRunStore>());
        services.AddSingleton<IChannelDocuments>(provider => provider.GetRequiredService<SqliteRunStore>());
        services.AddSingleton<IAuditLog>(provider => new AuditLog(provider.GetRequiredService<SqliteRunStore>(), Time(provider)));
        services.AddSingleton<IAudit>(provider => new Auditor(provider.GetRequiredService<SqliteRunStore>(), Time(provider)));
        services.AddSingleton<IChannelStore>(provider => new ChannelStore(provider.GetRequiredService<SqliteRunStore>(), Time(provider)));
        services.AddSingleton<IClusterLocks>(provider => new ClusterLocks(
            provider.GetRequiredService<SqliteRunStore>(),
            new ProcOwnerLiveness(),
            Time(provider),
            options.LeaseDuration,
            provider.GetService<ILogger<RunService>>() ?? NullLogger<RunService>.Instance));
        services.AddSingleton(provider => new RunService(
            provider.GetRequiredService<IRunStore>(),
            provider.GetRequiredService<IRunProgram>(),
            options,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<RunService>>()));
        services.AddSingleton<IRuns>(provider => provider.GetRequiredService<RunService>());
        return services.AddHostedService(provider => provider.GetRequiredService<RunService>());
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
