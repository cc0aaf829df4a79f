"""Names of relations in words, for the administration; the database does not change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0021_rescissions'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='penaltyband',
            options={'ordering': ['terms', '-below'], 'verbose_name': 'penalty band', 'verbose_name_plural': 'penalty bands'},
        ),
        migrations.AlterField(
            model_name='accesstoken',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_tokens', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AlterField(
            model_name='approval',
            name='approved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AlterField(
            model_name='approval',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contracts.organisation', verbose_name='organisation'),
        ),
        migrations.AlterField(
            model_name='approval',
            name='terms',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='contracts.terms', verbose_name='terms'),
        ),
        migrations.AlterField(
            model_name='configuration',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='configurations', to='contracts.organisation', verbose_name='client'),
        ),
        migrations.AlterField(
            model_name='configuration',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='configurations', to='contracts.contract', verbose_name='contract'),
        ),
        migrations.AlterField(
            model_name='contract',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='contracts.agreement', verbose_name='agreement'),
        ),
        migrations.AlterField(
            model_name='contract',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='contracts.organisation', verbose_name='client'),
        ),
        migrations.AlterField(
            model_name='contractevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by whom'),
        ),
        migrations.AlterField(
            model_name='contractevent',
            name='configuration',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='contracts.configuration', verbose_name='configuration'),
        ),
        migrations.AlterField(
            model_name='contractevent',
            name='contract',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='contracts.contract', verbose_name='contract'),
        ),
        migrations.AlterField(
            model_name='coveragewindow',
            name='coverage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='windows', to='contracts.coverage', verbose_name='coverage'),
        ),
        migrations.AlterField(
            model_name='escalationlevel',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='contracts.agreement', verbose_name='agreement'),
        ),
        migrations.AlterField(
            model_name='guaranteerequest',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guarantee_requests', to='contracts.agreement', verbose_name='agreement'),
        ),
        migrations.AlterField(
            model_name='guaranteerequest',
            name='answered_by',
            field=models.ForeignKey(blank=True, help_text='Who answered, refused or withdrew it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AlterField(
            model_name='guaranteerequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AlterField(
            model_name='guaranteerequest',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guarantee_requests', to='contracts.organisation', verbose_name='client'),
        ),
        migrations.AlterField(
            model_name='guaranteerequest',
            name='contract',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guarantee_requests', to='contracts.contract', verbose_name='contract'),
        ),
        migrations.AlterField(
            model_name='penaltyband',
            name='terms',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='contracts.terms', verbose_name='terms'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='configuration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='contracts.configuration', verbose_name='configuration'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='contracts.contract', verbose_name='contract'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.revision', verbose_name='based on'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='configuration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='contracts.configuration', verbose_name='configuration'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='edited_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='proposed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AlterField(
            model_name='revisioncomment',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AlterField(
            model_name='revisioncomment',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='contracts.revision', verbose_name='revision'),
        ),
        migrations.AlterField(
            model_name='revisionitem',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contracts.product', verbose_name='product'),
        ),
        migrations.AlterField(
            model_name='revisionitem',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='contracts.revision', verbose_name='revision'),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contracts.organisation', verbose_name='organisation'),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='contracts.revision', verbose_name='revision'),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='signed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by'),
        ),
        migrations.AlterField(
            model_name='supportnumber',
            name='configuration',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='support_number', to='contracts.configuration', verbose_name='configuration'),
        ),
        migrations.AlterField(
            model_name='target',
            name='terms',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='contracts.terms', verbose_name='terms'),
        ),
        migrations.AlterField(
            model_name='terms',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='contracts.contract', verbose_name='contract'),
        ),
        migrations.AlterField(
            model_name='terms',
            name='coverage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contracts.coverage', verbose_name='coverage'),
        ),
        migrations.AlterField(
            model_name='terms',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AlterField(
            model_name='terms',
            name='proposed_by',
            field=models.ForeignKey(help_text='Nobody, where they were carried over from before versions were kept.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
    ]
