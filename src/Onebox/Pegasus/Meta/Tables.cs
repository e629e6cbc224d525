using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>Tables: listed, described, made and dropped (<c>src/meta/server_state.cpp</c>).</summary>
internal sealed partial class Tables(
    ClusterState cluster, PartitionUpdates updates, LevelRules level, MetaOptions options, IMetaStorage storage, MetaTasks tasks, WireGeneration generation,
    TimeProvider time, ILogger log)
{
    private readonly MetaPaths _paths = new(options.ClusterRoot);

    private long NowSeconds => time.GetUtcNow().ToUnixTimeSeconds();

    public ListAppsResponse List(ListAppsRequest request)
    {
        lock (cluster.Gate)
        {
            return new ListAppsResponse
            {
                Infos =
                [
                    .. cluster.Apps.Values.Where(each => request.Status is AppStatus.Invalid || request.Status == each.Info.Status)
                        .Where(each => string.IsNullOrEmpty(request.AppNamePattern) || NamePattern.Matches(each.Info.AppName, request))
                        .Select(each => each.Snapshot()),
                ],
            };
        }
    }

    public QueryConfigurationResponse Query(QueryConfigurationRequest request)
    {
        lock (cluster.Gate)
        {
            if (!cluster.Existing.TryGetValue(request.AppName, out var app))
            {
                return new QueryConfigurationResponse { Error = ErrorCode.ObjectNotFound };
            }

            if (app.Info.Status != AppStatus.Available)
            {
                return new QueryConfigurationResponse { Error = Busy(app.Info.Status) };
            }

            var wanted = request.PartitionIndices.Where(index => index >= 0 && index < app.Partitions.Length).ToList();
            return new QueryConfigurationResponse
            {
                AppId = app.Info.AppId,
                PartitionCount = app.Info.PartitionCount,
                IsStateful = app.Info.IsStateful,
                Partitions = wanted.Count > 0 ? [.. wanted.Select(index => app.Partitions[index])] : [.. app.Partitions],
            };
        }
    }

    private static ErrorCode Busy(AppStatus status) => status switch
    {
        AppStatus.Creating or AppStatus.Recalling => ErrorCode.BusyCreating,
        AppStatus.Dropping => ErrorCode.BusyDropping,
        _ => ErrorCode.Unknown,
    };
}
