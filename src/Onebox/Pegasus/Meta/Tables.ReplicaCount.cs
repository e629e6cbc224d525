using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

// How many replicas a table is to have.
internal sealed partial class Tables
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public GetMaxReplicaCountResponse GetMaxReplicaCount(GetMaxReplicaCountRequest request)
    {
        lock (cluster.Gate)
        {
            return cluster.Existing.TryGetValue(request.AppName, out var app)
                ? new GetMaxReplicaCountResponse { MaxReplicaCount = app.Info.MaxReplicaCount }
                : new GetMaxReplicaCountResponse { Error = ErrorCode.AppNotExist, HintMessage = $"app({request.AppName}) is not found" };
        }
    }

    /// <summary>Answered when every partition has the new count, with a ballot of its own each; replicas follow by cure.</summary>
    public Task<RpcAnswer> SetMaxReplicaCountAsync(SetMaxReplicaCountRequest request)
    {
        lock (cluster.Gate)
        {
            if (!cluster.Existing.TryGetValue(request.AppName, out var app))
            {
                return Refused(ErrorCode.AppNotExist, 0, $"app({request.AppName}) is not found");
            }

            var old = app.Info.MaxReplicaCount;
            if (app.Info.Status != AppStatus.Available)
            {
                return Refused(ErrorCode.InvalidParameters, old, $"app({request.AppName}) is not in available status");
            }

            if (level.Effective <= MetaLevel.Freezed)
            {
                return Refused(ErrorCode.StateFreezed, old, "current meta function level is freezed, since there are too few alive nodes");
            }

            if (!IsAllowedReplicaCount(request.MaxReplicaCount))
            {
                return Refused(ErrorCode.InvalidParameters, old, $"requested replica count({request.MaxReplicaCount}) is not allowed");
            }

            if (request.MaxReplicaCount == old)
            {
                return Refused(ErrorCode.Ok, old, "no need to update max_replica_count since it's not changed");
            }

            var answer = new TaskCompletionSource<RpcAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            tasks.Run(async stopping =>
            {
                await SetMaxReplicaCountAsync(app, request.MaxReplicaCount, stopping);
                answer.TrySetResult(RpcAnswer.Of(new SetMaxReplicaCountResponse { OldMaxReplicaCount = old }));
            });
            return answer.Task;
        }
    }

    private static Task<RpcAnswer> Refused(ErrorCode error, int old, string hint)
        => Task.FromResult(RpcAnswer.Of(new SetMaxReplicaCountResponse { Error = error, OldMaxReplicaCount = old, HintMessage = hint }));

    private async Task SetMaxReplicaCountAsync(MetaApp app, int count, CancellationToken cancellationToken)
    {
        for (var index = 0; index < app.Partitions.Length; index++)
        {
            updates.SetMaxReplicaCount(app, index, count);
            while (!IsSet(app, index, count))
            {
                await Task.Delay(Between, time, cancellationToken);
                updates.SetMaxReplicaCount(app, index, count);
            }
        }

        lock (cluster.Gate)
        {
            app.Info.MaxReplicaCount = count;
        }

        await UntilDoneAsync(() => storage.SetAsync(_paths.App(app.Info.AppId), StateJson.Write(app.Info, AppStatus.Available)), cancellationToken);
    }

    private bool IsSet(MetaApp app, int index, int count)
    {
        lock (cluster.Gate)
        {
            return app.Partitions[index].MaxReplicaCount == count;
        }
    }
}
