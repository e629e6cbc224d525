using Nightshift.Bot.Configuration;
using Nightshift.Chat.Commands;
using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb;
using Nightshift.Playbooks;
using Nightshift.Runs;

namespace Nightshift.Bot.Wiring;

/// <summary>The parts of the program, the same for the page and for one command.</summary>
internal static class NightshiftServices
{
    /// <param name="decisionDeadline">Instead of the configured one.</param>
    public static IServiceCollection AddNightshift(this IServiceCollection services, Startup startup, TimeSpan? decisionDeadline)
    {
        var options = startup.Options;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IHosts>(provider => new HostPool(
            startup.Hosts, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IClusterKind, OpenMldbKind>();
        services.AddSingleton<IClusters>(provider => ConfiguredClusters.Open(startup.Configuration, [.. provider.GetServices<IClusterKind>()]));
        services.AddPlaybooks(AuthoringServices.SettingsOf(startup));
        services.AddRuns(new RunOptions { Database = startup.StorePath, DecisionDeadline = decisionDeadline ?? options.Runs.DecisionDeadline });
        return services.AddChat(options);
    }

    private static IServiceCollection AddChat(this IServiceCollection services, NightshiftOptions options)
    {
        var people = new PeopleDirectory(
            [.. options.People.Select(person => new Person(new PersonId(person.Key), person.Value.Name.Length > 0 ? person.Value.Name : person.Key, person.Value.Roles))],
            [.. options.Rights.Select(grant => new Grant(grant.Role, grant.Commands, grant.Clusters, grant.Components))]);
        services.AddSingleton(people);
        services.AddSingleton(new ApprovalPolicy(options.Approvals.Approvers, options.Approvals.ValidFor));
        services.AddSingleton<ClusterChoice>();
        services.AddSingleton<ICommandSource, BuiltInCommands>();
        services.AddSingleton<ICommandSource, PlaybookCommandSource>();
        services.AddSingleton<ICommandSource>(provider => new HelpCommand(provider.GetRequiredService<CommandTable>, people));
        services.AddSingleton<ICommandSource>(provider => new PlanCommand(provider.GetRequiredService<CommandTable>, people));
        services.AddSingleton<CommandTable>();
        services.AddSingleton<ChatService>();
        return services;
    }
}
