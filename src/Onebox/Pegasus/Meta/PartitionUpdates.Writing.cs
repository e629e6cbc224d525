using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

// From the beginning of a change through its write to what follows it at once.
internal sealed partial class PartitionUpdates
{
    private void Begin(MetaApp app, int index, PendingUpdate update)
    {
        app.Contexts[index].Pending = update;
        Write(app, index, update);
    }

    /// <summary>Under the gate, so that writes go out in order. Held back as long as the level is blind or stopped.</summary>
    private void Write(MetaApp app, int index, PendingUpdate update)
    {
        if (level.Effective <= MetaLevel.Blind)
        {
            tasks.Run(_ => WriteLaterAsync(app, index, update));
            return;
        }

        var config = update.Request.Config;
        var written = storage.SetAsync(_paths.Partition(config.Pid), StateJson.Write(config, generation));
        tasks.Run(async _ =>
        {
            switch (await written)
            {
                case StorageResult.Ok:
                    Finish(app, index, update);
                    break;
                case StorageResult.Timeout:
                    await WriteLaterAsync(app, index, update);
                    break;
                case var result:
                    throw new InvalidOperationException($"write of partition {config.Pid} failed: {result}");
            }
        });
    }

    private async Task WriteLaterAsync(MetaApp app, int index, PendingUpdate update)
    {
        await Task.Delay(options.RetryAfter, time, tasks.Stopping);
        lock (cluster.Gate)
        {
            if (app.Contexts[index].Pending == update)
            {
                Write(app, index, update);
            }
        }
    }

    private void Finish(MetaApp app, int index, PendingUpdate update)
    {
        lock (cluster.Gate)
        {
            var context = app.Contexts[index];
            if (context.Pending != update)
            {
                return;
            }

            Apply(app, index, update.Request);
            context.Pending = null;
            update.Answer?.TrySetResult(Answer(ErrorCode.Ok, update.Request.Config));
            if (update.Request.Type == ConfigType.Invalid)
            {
                return;
            }

            guardian.Reconfigure(app, index, update.Request);
            if (update.Request.Type == ConfigType.DropPartition)
            {
                PartitionDone(app);
            }
            else
            {
                CureNow(app, index);
            }
        }
    }

    /// <summary>What comes next goes out at once, but for new secondaries under flow control: those wait for the round.</summary>
    private void CureNow(MetaApp app, int index)
    {
        if (guardian.Cure(app, index).Action is { } action
            && !(settings.FlowControl && action.Type is ConfigType.AddSecondary or ConfigType.AddSecondaryForLb))
        {
            proposer.Send(app, app.Partitions[index], action);
        }
    }

    private void Apply(MetaApp app, int index, ConfigurationUpdateRequest request)
    {
        var config = request.Config;
        switch (request.Type)
        {
            case ConfigType.AssignPrimary or ConfigType.UpgradeToPrimary:
                cluster.FindOrAdd(request.Node).Put(config.Pid, asPrimary: true);
                break;
            case ConfigType.UpgradeToSecondary:
                cluster.FindOrAdd(request.Node).Put(config.Pid, asPrimary: false);
                break;
            case ConfigType.DowngradeToSecondary:
                cluster.FindOrAdd(request.Node).Remove(config.Pid, onlyPrimary: true);
                break;
            case ConfigType.DowngradeToInactive or ConfigType.Remove:
                cluster.FindOrAdd(request.Node).Remove(config.Pid, onlyPrimary: false);
                break;
            case ConfigType.DropPartition:
                foreach (var node in config.LastDrops)
                {
                    cluster.Find(node)?.Remove(config.Pid, onlyPrimary: false);
                }

                break;
            case ConfigType.PrimaryForceUpdateBallot or ConfigType.Invalid:
                break;
            default:
                throw new InvalidOperationException($"no change of a partition: {request.Type}");
        }

        app.Partitions[index] = config;
        Made++;
        log.ConfigurationUpdated(request.Type, config.Pid, request.Node, config.Ballot, config.Primary, string.Join(',', config.Secondaries));
    }
}
